package dev.sightline.autoconfigure.sentry;

import java.net.URI;
import java.net.URISyntaxException;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

/**
 * The parts of a DSN that the addresses of Sentry's receivers are made of.
 *
 * @param base scheme, host, port and path, without a slash at the end
 * @param publicKey the key by which a sender is known
 * @param project the id of the project
 */
record SentryDsn(String base, String publicKey, String project) {

	static final String KEY = "sentry.dsn";

	/**
	 * Check the DSN of an application, if it has one.
	 * @throws InvalidConfigurationPropertyValueException if it can not work
	 */
	static void check(Environment environment) {
		String dsn = environment.getProperty(KEY);
		if (StringUtils.hasText(dsn)) {
			parse(dsn);
		}
	}

	/**
	 * Take a DSN apart.
	 * @throws InvalidConfigurationPropertyValueException if it is none
	 */
	static SentryDsn parse(String dsn) {
		URI uri = uri(dsn);
		String path = (uri.getPath() != null) ? StringUtils.trimTrailingCharacter(uri.getPath(), '/') : "";
		int slash = path.lastIndexOf('/');
		if (uri.getHost() == null || !uri.getScheme().matches("(?i)https?")) {
			throw invalid(dsn, "it is no http or https URL");
		}
		if (!StringUtils.hasText(uri.getUserInfo())) {
			throw invalid(dsn, "it has no public key before the host");
		}
		if (slash < 0 || slash == path.length() - 1) {
			throw invalid(dsn, "it has no project at its end");
		}
		String port = (uri.getPort() >= 0) ? ":" + uri.getPort() : "";
		return new SentryDsn(uri.getScheme() + "://" + uri.getHost() + port + path.substring(0, slash),
				uri.getUserInfo().split(":", 2)[0], path.substring(slash + 1));
	}

	private static URI uri(String dsn) {
		try {
			URI uri = new URI(dsn.trim());
			if (uri.getScheme() != null) {
				return uri;
			}
		}
		catch (URISyntaxException ex) {
			// Said below: the message would quote the key.
		}
		throw invalid(dsn, "it is no URL");
	}

	private static InvalidConfigurationPropertyValueException invalid(String dsn, String problem) {
		return new InvalidConfigurationPropertyValueException(KEY, dsn.replaceAll("//[^/@]*@", "//***@"), problem
				+ ". Set it to the DSN of a project, such as https://key@host/1, or leave it blank to send nothing.");
	}

}
