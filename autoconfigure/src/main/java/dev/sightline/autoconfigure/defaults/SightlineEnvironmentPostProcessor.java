package dev.sightline.autoconfigure.defaults;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import org.springframework.aot.AotDetector;
import org.springframework.boot.EnvironmentPostProcessor;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.context.event.ApplicationEnvironmentPreparedEvent;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.support.EnvironmentPostProcessorApplicationListener;
import org.springframework.context.ApplicationListener;
import org.springframework.context.aot.AbstractAotProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.env.ConfigurableEnvironment;

import dev.sightline.autoconfigure.condition.Signal;
import dev.sightline.autoconfigure.condition.SignalState;

/**
 * Gives Spring Boot's keys our defaults, at the lowest precedence, and checks what the
 * user set.
 * <p>
 * It has to see the result of every other post-processor, of which Spring Boot's for
 * {@code OTEL_*} variables has the lowest order there is. So it is registered as a
 * listener that comes right after them, and before the logging system starts.
 */
class SightlineEnvironmentPostProcessor
		implements EnvironmentPostProcessor, ApplicationListener<ApplicationEnvironmentPreparedEvent>, Ordered {

	private static final Set<String> BOOLEANS = Set.of("true", "false");

	@Override
	public int getOrder() {
		return EnvironmentPostProcessorApplicationListener.DEFAULT_ORDER + 1;
	}

	@Override
	public void onApplicationEvent(ApplicationEnvironmentPreparedEvent event) {
		postProcessEnvironment(event.getEnvironment(), event.getSpringApplication());
	}

	@Override
	public void postProcessEnvironment(ConfigurableEnvironment environment, SpringApplication application) {
		checkSwitches(environment);
		Set<Signal> signals = EnumSet.noneOf(Signal.class);
		for (Signal signal : Signal.values()) {
			if (SignalState.of(signal, environment, application.getClassLoader()).enabled()) {
				signals.add(signal);
			}
		}
		Defaults defaults = new Defaults(environment);
		if (!signals.isEmpty()) {
			for (BootDefault bootDefault : BootDefault.ALL) {
				if ((bootDefault.signal() == null || signals.contains(bootDefault.signal()))
						&& bootDefault.yieldsTo().stream().noneMatch((key) -> isSet(environment, key))) {
					defaults.add(bootDefault.key(environment), bootDefault.value(), bootDefault.reason());
				}
			}
			new FrontPanel(environment, application.getClassLoader(), signals, defaults).apply();
		}
		if (!signals.contains(Signal.TRACING) && environment.getProperty(SignalState.SWITCH, Boolean.class, true)) {
			defaults.add("management.tracing.export.enabled", "false", "The text log needs no room for trace ids");
		}
		frozenSentry(environment, signals.contains(Signal.SENTRY), defaults);
		defaults.apply();
	}

	/**
	 * Sentry decides by its DSN whether it is there, ahead of time too, when nobody knows
	 * it. With a blank one it is there, but off until the DSN is set.
	 */
	private void frozenSentry(ConfigurableEnvironment environment, boolean enabled, Defaults defaults) {
		boolean frozen = AotDetector.useGeneratedArtifacts();
		if (frozen || (enabled && Boolean.getBoolean(AbstractAotProcessor.AOT_PROCESSING))) {
			defaults.add("sentry.dsn", "", "Sentry is off until it has a DSN");
		}
		if (frozen && !environment.getProperty(Signal.SENTRY.getSwitch(), Boolean.class, true)) {
			defaults.add("sentry.enabled", "false", Signal.SENTRY.getSwitch());
		}
	}

	private static boolean isSet(ConfigurableEnvironment environment, String key) {
		return Binder.get(environment).bind(key, Bindable.listOf(String.class)).isBound();
	}

	private void checkSwitches(ConfigurableEnvironment environment) {
		List<String> switches = new ArrayList<>(List.of(SignalState.SWITCH));
		for (Signal signal : Signal.values()) {
			switches.add(signal.getSwitch());
		}
		for (String key : switches) {
			Setting setting = Setting.find(environment, key);
			if (setting != null && !BOOLEANS.contains(setting.value().toLowerCase(Locale.ROOT))) {
				throw new InvalidSettingException(setting, "it is neither true nor false",
						"Set '" + key + "' to true or false.");
			}
		}
	}

}
