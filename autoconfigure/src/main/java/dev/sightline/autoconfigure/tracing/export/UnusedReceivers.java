package dev.sightline.autoconfigure.tracing.export;

import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.util.StringUtils;

/**
 * Says that further receivers get nothing, as spans go the way that the user made for
 * them.
 */
class UnusedReceivers implements SmartInitializingSingleton {

	private static final Logger logger = LoggerFactory.getLogger(UnusedReceivers.class);

	private final ReceiversProperties properties;

	UnusedReceivers(ReceiversProperties properties) {
		this.properties = properties;
	}

	@Override
	public void afterSingletonsInstantiated() {
		List<String> names = this.properties.getReceivers()
			.entrySet()
			.stream()
			.filter((receiver) -> StringUtils.hasText(receiver.getValue().getEndpoint()))
			.map((receiver) -> receiver.getKey())
			.toList();
		if (!names.isEmpty()) {
			logger.warn("Nothing is sent to sightline.tracing.receivers.{}: a SpanProcessors or BatchSpanProcessor bean"
					+ " of the application decides where spans go.", String.join(", ", names));
		}
	}

}
