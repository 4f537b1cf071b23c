package dev.sightline.autoconfigure.logging;

import java.net.InetSocketAddress;
import java.util.List;

/**
 * Reads the peers that lines are sent to.
 */
final class LogPeers {

	private static final String KEY = LoggingProperties.PREFIX + ".logstash.destinations";

	private LogPeers() {
	}

	static List<InetSocketAddress> of(List<String> destinations) {
		return destinations.stream().map(String::trim).filter((text) -> !text.isEmpty()).map(LogPeers::peer).toList();
	}

	private static InetSocketAddress peer(String text) {
		int colon = text.lastIndexOf(':');
		String port = text.substring(colon + 1);
		String host = (colon > 0) ? text.substring(0, colon) : "";
		boolean bracketed = host.startsWith("[") && host.endsWith("]");
		if (host.isEmpty() || host.contains("/") || (host.contains(":") && !bracketed) || !port.matches("\\d{1,5}")
				|| Integer.parseInt(port) == 0 || Integer.parseInt(port) > 65535) {
			throw new InvalidLoggingException(KEY, text, "It has to be a host and a port, such as logstash:5000.");
		}
		return InetSocketAddress.createUnresolved(bracketed ? host.substring(1, host.length() - 1) : host,
				Integer.parseInt(port));
	}

}
