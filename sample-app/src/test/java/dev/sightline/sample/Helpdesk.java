package dev.sightline.sample;

import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

import dev.sightline.testing.ChildApp;
import dev.sightline.testing.OtlpReceiver;

/**
 * The sample in this JVM, on a free port, with a receiver for its spans.
 */
final class Helpdesk implements AutoCloseable {

	private final OtlpReceiver receiver = new OtlpReceiver();

	private final int port = ChildApp.freePort();

	private final ConfigurableApplicationContext context;

	Helpdesk(String... arguments) {
		List<String> all = new ArrayList<>(List.of("--server.port=" + this.port,
				"--sightline.otlp.endpoint=" + this.receiver.endpoint(), "--sightline.logging.format=json",
				"--management.opentelemetry.tracing.export.schedule-delay=100ms",
				"--spring.datasource.generate-unique-name=true"));
		all.addAll(List.of(arguments));
		SpringApplication application = new SpringApplication(HelpdeskApplication.class);
		application.setRegisterShutdownHook(false);
		this.context = application.run(all.toArray(String[]::new));
	}

	OtlpReceiver receiver() {
		return this.receiver;
	}

	int port() {
		return this.port;
	}

	<T> T bean(Class<T> type) {
		return this.context.getBean(type);
	}

	int beans(Class<?> type) {
		return this.context.getBeanNamesForType(type).length;
	}

	String url(String path) {
		return "http://127.0.0.1:" + this.port + path;
	}

	@Override
	public void close() {
		this.context.close();
		this.receiver.close();
	}

}
