package dev.sightline.autoconfigure.defaults;

import java.util.Map;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;

import dev.sightline.autoconfigure.condition.Signal;
import dev.sightline.autoconfigure.identity.ServiceIdentity;

/**
 * Maps the front panel of Sightline, and the variables that operators of such backends
 * use, to Spring Boot's own keys.
 */
class FrontPanel extends DefaultsPart {

	FrontPanel(ConfigurableEnvironment environment, @Nullable ClassLoader classLoader, Set<Signal> signals,
			Defaults defaults) {
		super(environment, classLoader, signals, defaults);
	}

	@Override
	void apply() {
		new IdentityDefaults(this).apply();
		new ResourceDefaults(this).apply();
		tags();
		managementPort();
		if (this.signals.contains(Signal.TRACING)) {
			sampling();
			new PropagationDefaults(this).apply();
		}
		if (this.signals.contains(Signal.SENTRY)) {
			sentryDsn();
		}
		if (this.signals.contains(Signal.HEALTH)) {
			healthInterval();
		}
		new OtlpDefaults(this).apply();
		new RedactionCheck(this).apply();
		if (this.signals.contains(Signal.LOGGING)) {
			new LoggingDefaults(this).apply();
		}
	}

	private void tags() {
		Map<String, String> tags = Binder.get(this.environment)
			.bind("sightline.tags", Bindable.mapOf(String.class, String.class))
			.orElseGet(Map::of);
		ServiceIdentity known = ServiceIdentity.of(this.environment);
		tags.forEach((name, value) -> {
			String reason = "sightline.tags." + name;
			if (known.get(name) == null) {
				this.defaults.add(ServiceIdentity.ATTRIBUTES_PREFIX + "[" + name + "]", value, reason);
			}
			if (this.signals.contains(Signal.METRICS)) {
				this.defaults.add("management.metrics.tags[" + name + "]", value, reason);
			}
			if (this.signals.contains(Signal.SENTRY)) {
				this.defaults.add("sentry.tags[" + name + "]", value, reason);
			}
		});
	}

	private void managementPort() {
		Setting port = Setting.find(this.environment, "METRICS_PORT");
		if (port == null) {
			return;
		}
		if (!port.value().matches("\\d{1,5}") || Integer.parseInt(port.value()) > 65535) {
			throw new InvalidSettingException(port, "it is no port", "Set METRICS_PORT to a number from 0 to 65535.");
		}
		this.defaults.add("management.server.port", port.value(), port.key());
		String address = this.environment.getProperty("server.address");
		boolean own = !port.value().equals(this.environment.getProperty("server.port", "8080"));
		if (address != null && own && !this.environment.containsProperty("management.server.port")) {
			this.defaults.add("management.server.address", address, "The main port listens there too");
		}
	}

	private void sentryDsn() {
		Setting dsn = Setting.find(this.environment, "sightline.sentry.dsn");
		if (dsn != null) {
			this.defaults.add("sentry.dsn", dsn.value(), dsn.key());
		}
	}

	private void healthInterval() {
		Setting interval = Setting.find(this.environment, "HEALTH_CHECK_INTERVAL");
		if (interval == null) {
			return;
		}
		if (!interval.value().matches("[1-9]\\d{0,8}(ms|s|m|h)?")) {
			throw new InvalidSettingException(interval, "it is no time",
					"Set HEALTH_CHECK_INTERVAL to a number of seconds, such as 10, or to a time such as 500ms.");
		}
		boolean unit = !Character.isDigit(interval.value().charAt(interval.value().length() - 1));
		this.defaults.add("sightline.health.interval", unit ? interval.value() : interval.value() + "s",
				interval.key());
	}

	private void sampling() {
		Setting sampling = Setting.find(this.environment, "sightline.tracing.sampling", "TRACE_SAMPLING_RATIO");
		if (sampling == null) {
			return;
		}
		double ratio = parse(sampling);
		if (!(ratio >= 0 && ratio <= 1)) {
			throw new InvalidSettingException(sampling, "it is no number from 0 to 1",
					"Set '" + sampling.key() + "' to the share of traces to keep, such as 0.1 for one in ten.");
		}
		this.defaults.add("management.tracing.sampling.probability", sampling.value(), sampling.key());
	}

	private static double parse(Setting setting) {
		try {
			return Double.parseDouble(setting.value());
		}
		catch (NumberFormatException ex) {
			return Double.NaN;
		}
	}

}
