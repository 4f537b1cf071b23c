package dev.sightline.autoconfigure.defaults;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

import dev.sightline.autoconfigure.condition.Signal;

/**
 * Says where telemetry is sent: to the endpoint that is set, and nowhere if there is
 * none.
 */
class OtlpDefaults extends DefaultsPart {

	private static final String PANEL_ENDPOINT = "sightline.otlp.endpoint";

	private static final String TRACES = "management.opentelemetry.tracing.export.otlp";

	private static final String LOGS = "management.opentelemetry.logging.export.otlp";

	private static final String RECEIVERS = "sightline.tracing.receivers";

	private static final String TRACES_PATH = "/v1/traces";

	private static final String LOGS_PATH = "/v1/logs";

	/**
	 * The port on which an OTLP receiver speaks gRPC, by convention.
	 * @see <a href="https://opentelemetry.io/docs/specs/otlp/#otlpgrpc-default-port">OTLP
	 * specification</a>
	 */
	private static final int GRPC_PORT = 4317;

	private static final String EXPORTER = "io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter";

	OtlpDefaults(DefaultsPart whole) {
		super(whole);
	}

	@Override
	void apply() {
		if (this.signals.contains(Signal.TRACING)) {
			receivers();
			traces();
		}
		if (this.signals.contains(Signal.LOGGING)
				&& this.environment.getProperty("sightline.logging.otlp.enabled", Boolean.class, false)) {
			logs();
		}
		if (isBlank(LOGS + ".endpoint")) {
			this.defaults.add("management.logging.export.otlp.enabled", "false", "The endpoint is blank");
		}
		if (!StringUtils.hasText(this.environment.getProperty("management.otlp.metrics.export.url"))) {
			this.defaults.add("management.otlp.metrics.export.enabled", "false",
					"Metrics are not pushed to localhost unasked");
		}
	}

	private void traces() {
		if (!isExportEnabled()) {
			return;
		}
		Setting endpoint = Setting.find(this.environment, TRACES + ".endpoint");
		if (endpoint != null) {
			checkTransport(endpoint, checkUrl(endpoint), TRACES);
		}
		else if (isBlank(TRACES + ".endpoint")) {
			switchExporterOff("The endpoint is blank");
		}
		else if (!isBlank(PANEL_ENDPOINT)) {
			endpoint = Setting.find(this.environment, PANEL_ENDPOINT, "OTLP_ENDPOINT", "JAEGER_ENDPOINT");
			if (endpoint != null) {
				useBase(endpoint, TRACES, TRACES_PATH);
			}
		}
		if (Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING)) {
			switchExporterOff("Ahead of time nobody knows the endpoint, so it is read when the application starts");
		}
	}

	/**
	 * Further receivers of spans.
	 */
	private void receivers() {
		if (!isExportEnabled()) {
			return;
		}
		Map<String, Object> receivers = Binder.get(this.environment)
			.bind(RECEIVERS, Bindable.mapOf(String.class, Object.class))
			.orElseGet(Map::of);
		for (String name : receivers.keySet()) {
			Setting endpoint = Setting.find(this.environment, RECEIVERS + "." + name + ".endpoint");
			if (endpoint != null) {
				checkTransport(endpoint, checkUrl(endpoint), RECEIVERS + "." + name);
			}
		}
	}

	/**
	 * Lines go to the receiver of spans, unless Spring Boot's own key says otherwise.
	 */
	private void logs() {
		Setting endpoint = Setting.find(this.environment, LOGS + ".endpoint");
		if (endpoint != null) {
			checkTransport(endpoint, checkUrl(endpoint), LOGS);
		}
		else if (!isBlank(LOGS + ".endpoint") && !isBlank(PANEL_ENDPOINT)) {
			endpoint = Setting.find(this.environment, PANEL_ENDPOINT, "OTLP_ENDPOINT", "JAEGER_ENDPOINT");
			if (endpoint != null) {
				useBase(endpoint, LOGS, LOGS_PATH);
			}
		}
	}

	/**
	 * Asks what Spring Boot's conditions ask: what is not sent anywhere need not be
	 * right.
	 */
	private boolean isExportEnabled() {
		boolean all = this.environment.getProperty("management.tracing.export.enabled", Boolean.class, true);
		return this.environment.getProperty("management.tracing.export.otlp.enabled", Boolean.class, all)
				&& this.environment.getProperty("management.opentelemetry.enabled", Boolean.class, true)
				&& ClassUtils.isPresent(EXPORTER, this.classLoader);
	}

	private void switchExporterOff(String reason) {
		this.defaults.add("management.tracing.export.otlp.enabled", "false", reason);
	}

	private void useBase(Setting base, String exporter, String path) {
		URI uri = checkUrl(base);
		if (uri.getPath() != null && uri.getPath().startsWith("/api/traces")) {
			throw new InvalidSettingException(base, "this is Jaeger's Thrift collector, which does not speak OTLP",
					"Name Jaeger's OTLP receiver, by default on port 4318: http://" + uri.getHost() + ":4318");
		}
		boolean grpc = checkTransport(base, uri, exporter);
		String url = StringUtils.trimTrailingCharacter(base.value(), '/');
		if (!grpc && !url.endsWith(path)) {
			url = (url.endsWith(TRACES_PATH) ? url.substring(0, url.length() - TRACES_PATH.length()) : url) + path;
		}
		this.defaults.add(exporter + ".endpoint", url, base.key());
	}

	private URI checkUrl(Setting endpoint) {
		String problem = "it is no http or https URL";
		try {
			URI uri = new URI(endpoint.value());
			String scheme = uri.getScheme();
			if ("http".equalsIgnoreCase(scheme) || "https".equalsIgnoreCase(scheme)) {
				if (uri.getHost() != null && uri.getQuery() == null) {
					return uri;
				}
				problem = (uri.getHost() == null) ? "its host is no valid host name (an underscore is not allowed)"
						: "it has a query";
			}
		}
		catch (URISyntaxException ex) {
			problem = "it is no URL: " + ex.getReason();
		}
		throw new InvalidSettingException(endpoint, problem, "Set '" + endpoint.key()
				+ "' to the URL of an OTLP receiver, such as http://localhost:4318, or leave it blank to send nothing.");
	}

	/**
	 * Choose gRPC for its port and check that it can be spoken.
	 * @return whether the transport is gRPC
	 */
	private boolean checkTransport(Setting endpoint, URI uri, String exporter) {
		String transport = this.environment.getProperty(exporter + ".transport");
		boolean grpc = (transport != null) ? "grpc".equalsIgnoreCase(transport) : uri.getPort() == GRPC_PORT;
		if (!grpc) {
			return false;
		}
		GrpcSenders senders = new GrpcSenders(this.classLoader);
		if (senders.isEmpty()) {
			String http = endpoint.shown().replace(":" + GRPC_PORT, ":4318");
			throw new InvalidSettingException(endpoint,
					((transport != null) ? "the transport is gRPC" : "port 4317 speaks OTLP over gRPC by convention")
							+ ", and no gRPC sender is on the class path",
					"Either use the receiver's HTTP port, by convention " + http
							+ ", or add the dependency io.opentelemetry:opentelemetry-exporter-sender-grpc-managed-channel"
							+ " together with a gRPC transport such as io.grpc:grpc-netty-shaded."
							+ " (If the receiver does speak HTTP on this port, set '" + exporter
							+ ".transport' to http.)");
		}
		Setting bundle = Setting.find(this.environment, exporter + ".ssl.bundle", exporter + ".ssl-bundle");
		if (bundle != null && !senders.isBundleUsed()) {
			throw new InvalidSettingException(bundle,
					"the sender on the class path, opentelemetry-exporter-sender-grpc-managed-channel, ignores it",
					"Either use the receiver's HTTP port, or the sender"
							+ " io.opentelemetry:opentelemetry-exporter-sender-okhttp, or leave '" + bundle.key()
							+ "' blank and let the JVM trust the receiver (javax.net.ssl.trustStore).");
		}
		if (transport == null) {
			this.defaults.add(exporter + ".transport", "grpc", "Port 4317 speaks OTLP over gRPC by convention");
		}
		return true;
	}

	private boolean isBlank(String key) {
		String value = this.environment.getProperty(key);
		return value != null && !StringUtils.hasText(value);
	}

}
