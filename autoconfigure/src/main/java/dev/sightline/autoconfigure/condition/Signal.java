package dev.sightline.autoconfigure.condition;

import java.util.List;
import java.util.Locale;

/**
 * A signal that can be switched off, with the auto-configurations of Spring Boot and of
 * other libraries that go off with it.
 */
public enum Signal {

	/**
	 * HTTP servers and clients.
	 */
	HTTP("webmvc.autoconfigure.WebMvcObservationAutoConfiguration",
			"webflux.autoconfigure.WebFluxObservationAutoConfiguration",
			"restclient.autoconfigure.RestClientObservationAutoConfiguration",
			"restclient.autoconfigure.RestTemplateObservationAutoConfiguration",
			"webclient.autoconfigure.WebClientObservationAutoConfiguration",
			"tomcat.autoconfigure.metrics.TomcatMetricsAutoConfiguration",
			"jetty.autoconfigure.metrics.JettyMetricsAutoConfiguration",
			"jersey.autoconfigure.metrics.JerseyServerMetricsAutoConfiguration"),

	/**
	 * WebSocket servers.
	 */
	WEBSOCKET,

	/**
	 * JDBC connection pools.
	 */
	JDBC("jdbc.autoconfigure.metrics.DataSourcePoolMetricsAutoConfiguration"),

	/**
	 * Redis.
	 */
	REDIS("data.redis.autoconfigure.observation.LettuceObservationAutoConfiguration"),

	/**
	 * R2DBC.
	 */
	R2DBC("r2dbc.autoconfigure.observation.R2dbcObservationAutoConfiguration",
			"r2dbc.autoconfigure.metrics.ConnectionPoolMetricsAutoConfiguration"),

	/**
	 * Caches.
	 */
	CACHE("cache.autoconfigure.metrics.CacheMetricsAutoConfiguration"),

	/**
	 * Files that clients upload.
	 */
	UPLOAD,

	/**
	 * Object storage.
	 */
	STORAGE,

	/**
	 * Calls of language models.
	 */
	LLM("org.springframework.ai.model.chat.observation.autoconfigure.ChatObservationAutoConfiguration",
			"org.springframework.ai.model.embedding.observation.autoconfigure.EmbeddingObservationAutoConfiguration",
			"org.springframework.ai.model.image.observation.autoconfigure.ImageObservationAutoConfiguration"),

	/**
	 * What Spring Security decides.
	 */
	SECURITY,

	/**
	 * The JVM, the process, its executors and its disks.
	 */
	SYSTEM("micrometer.metrics.autoconfigure.jvm.JvmMetricsAutoConfiguration",
			"micrometer.metrics.autoconfigure.system.SystemMetricsAutoConfiguration",
			"micrometer.metrics.autoconfigure.startup.StartupTimeMetricsListenerAutoConfiguration",
			"micrometer.metrics.autoconfigure.task.TaskExecutorMetricsAutoConfiguration"),

	/**
	 * The Prometheus scrape.
	 */
	METRICS("micrometer.metrics.autoconfigure.export.prometheus.PrometheusMetricsExportAutoConfiguration"),

	/**
	 * Log lines.
	 */
	LOGGING,

	/**
	 * Traces and their export.
	 */
	TRACING("micrometer.tracing.autoconfigure.MicrometerTracingAutoConfiguration",
			"micrometer.tracing.opentelemetry.autoconfigure.OpenTelemetryTracingAutoConfiguration",
			"micrometer.tracing.opentelemetry.autoconfigure.otlp.OtlpTracingAutoConfiguration",
			"micrometer.tracing.opentelemetry.autoconfigure.zipkin.ZipkinWithOpenTelemetryTracingAutoConfiguration",
			"micrometer.tracing.brave.autoconfigure.BraveAutoConfiguration",
			"micrometer.tracing.brave.autoconfigure.zipkin.ZipkinWithBraveTracingAutoConfiguration",
			"zipkin.autoconfigure.ZipkinAutoConfiguration"),

	/**
	 * Errors sent to Sentry.
	 */
	SENTRY("io.sentry.spring.boot4.SentryAutoConfiguration",
			"io.sentry.spring.boot4.SentryLogbackAppenderAutoConfiguration",
			"io.sentry.spring.boot4.SentryProfilerAutoConfiguration",
			"io.sentry.spring.boot4.SentryWebfluxAutoConfiguration"),

	/**
	 * The health probes on the main port.
	 */
	HEALTH;

	private static final String BOOT_PACKAGE = "org.springframework.boot.";

	private final List<String> autoConfigurations;

	Signal(String... autoConfigurations) {
		this.autoConfigurations = List.of(autoConfigurations)
			.stream()
			.map((name) -> name.startsWith("io.") || name.startsWith("org.") ? name : BOOT_PACKAGE + name)
			.toList();
	}

	/**
	 * The name of the signal as it stands in its switch.
	 * @return the name in lower case, as in {@code sightline.<name>.enabled}
	 */
	public String getName() {
		return name().toLowerCase(Locale.ROOT);
	}

	/**
	 * The property that switches the signal.
	 * @return the key, as in {@code sightline.tracing.enabled}
	 */
	public String getSwitch() {
		return "sightline." + getName() + ".enabled";
	}

	/**
	 * The auto-configurations of other libraries that are left out when this signal is
	 * switched off.
	 * @return fully-qualified class names, possibly none
	 */
	public List<String> getAutoConfigurations() {
		return this.autoConfigurations;
	}

}
