package dev.sightline.autoconfigure.tracing.export;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.common.ComponentLoader;
import io.opentelemetry.sdk.common.export.HttpSenderProvider;

/**
 * Gives an exporter our sender in place of OpenTelemetry's for the same client. Any other
 * sender that is on the class path stays.
 */
class SenderLoader implements ComponentLoader {

	private static final String REPLACED = "io.opentelemetry.exporter.sender.jdk.internal.JdkHttpSenderProvider";

	private final ComponentLoader loader;

	SenderLoader(ClassLoader classLoader) {
		this.loader = ComponentLoader.forClassLoader(classLoader);
	}

	@Override
	public <T> Iterable<T> load(Class<T> type) {
		Iterable<T> found = this.loader.load(type);
		if (type != HttpSenderProvider.class) {
			return found;
		}
		List<T> senders = new ArrayList<>();
		for (T sender : found) {
			senders.add(sender.getClass().getName().equals(REPLACED) ? type.cast((HttpSenderProvider) JdkSender::new)
					: sender);
		}
		return senders;
	}

}
