package dev.sightline.autoconfigure.defaults;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The front panel: what everyone sets. {@link FrontPanel} maps it to the keys of Spring
 * Boot before the application context exists.
 */
@ConfigurationProperties("sightline")
public class SightlineProperties {

	/**
	 * Deployment environment that all signals name, such as "production". By default the
	 * first active profile.
	 */
	private @Nullable String environment;

	/**
	 * Version of the application that all signals name. By default the version in
	 * build-info.properties, then the one in the manifest.
	 */
	private @Nullable String version;

	/**
	 * Tags for every metric, span, log line and Sentry event.
	 */
	private Map<String, String> tags = new LinkedHashMap<>();

	private final Otlp otlp = new Otlp();

	private final Tracing tracing = new Tracing();

	private final Logging logging = new Logging();

	public @Nullable String getEnvironment() {
		return this.environment;
	}

	public void setEnvironment(@Nullable String environment) {
		this.environment = environment;
	}

	public @Nullable String getVersion() {
		return this.version;
	}

	public void setVersion(@Nullable String version) {
		this.version = version;
	}

	public Map<String, String> getTags() {
		return this.tags;
	}

	public void setTags(Map<String, String> tags) {
		this.tags = tags;
	}

	public Otlp getOtlp() {
		return this.otlp;
	}

	public Tracing getTracing() {
		return this.tracing;
	}

	public Logging getLogging() {
		return this.logging;
	}

	/**
	 * OTLP export.
	 */
	public static class Otlp {

		/**
		 * Base URL of an OTLP receiver, such as "http://localhost:4318". Traces go to
		 * "/v1/traces" below it. Blank means that nothing is sent.
		 */
		private @Nullable String endpoint;

		public @Nullable String getEndpoint() {
			return this.endpoint;
		}

		public void setEndpoint(@Nullable String endpoint) {
			this.endpoint = endpoint;
		}

	}

	/**
	 * Tracing.
	 */
	public static class Tracing {

		/**
		 * Share of the traces that are recorded and sent, from 0 to 1.
		 */
		private double sampling = 0.1;

		/**
		 * Formats in which trace ids are read from callers and told to others: "w3c",
		 * "b3", "b3-multi", "jaeger". By default all but that of Jaeger are read, and
		 * "w3c" is told.
		 */
		private @Nullable List<PropagationFormat> propagation;

		public double getSampling() {
			return this.sampling;
		}

		public void setSampling(double sampling) {
			this.sampling = sampling;
		}

		public @Nullable List<PropagationFormat> getPropagation() {
			return this.propagation;
		}

		public void setPropagation(@Nullable List<PropagationFormat> propagation) {
			this.propagation = propagation;
		}

	}

	/**
	 * Formats of the ids of a trace between processes.
	 */
	public enum PropagationFormat {

		/**
		 * The header traceparent of the W3C.
		 */
		W3C,

		/**
		 * The header b3 of Zipkin.
		 */
		B3,

		/**
		 * The headers X-B3-TraceId and so on of Zipkin.
		 */
		B3_MULTI,

		/**
		 * The header uber-trace-id of Jaeger.
		 */
		JAEGER

	}

	/**
	 * Logging.
	 */
	public static class Logging {

		/**
		 * Format of the log lines. By default "text" on a terminal and "json" elsewhere.
		 */
		private @Nullable LogFormat format;

		private final Destination console = new Destination();

		private final Destination file = new Destination();

		public Destination getConsole() {
			return this.console;
		}

		public Destination getFile() {
			return this.file;
		}

		public @Nullable LogFormat getFormat() {
			return this.format;
		}

		public void setFormat(@Nullable LogFormat format) {
			this.format = format;
		}

	}

	/**
	 * Where log lines go.
	 */
	public static class Destination {

		/**
		 * Format of the log lines here, if it is not that of all.
		 */
		private @Nullable LogFormat format;

		public @Nullable LogFormat getFormat() {
			return this.format;
		}

		public void setFormat(@Nullable LogFormat format) {
			this.format = format;
		}

	}

	/**
	 * Formats of a log line.
	 */
	public enum LogFormat {

		/**
		 * One flat JSON object a line.
		 */
		JSON,

		/**
		 * The Elastic Common Schema.
		 */
		ECS,

		/**
		 * JSON with an object for the context and one for what else is known.
		 */
		NESTED,

		/**
		 * The pattern of Spring Boot, for people.
		 */
		TEXT

	}

}
