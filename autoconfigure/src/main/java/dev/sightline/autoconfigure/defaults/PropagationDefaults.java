package dev.sightline.autoconfigure.defaults;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.util.ClassUtils;

/**
 * Says in which formats trace ids travel.
 */
class PropagationDefaults extends DefaultsPart {

	private static final String KEY = "sightline.tracing.propagation";

	private static final String BOOT = "management.tracing.propagation";

	private static final String JAEGER = "io.opentelemetry.extension.trace.propagation.JaegerPropagator";

	PropagationDefaults(DefaultsPart whole) {
		super(whole);
	}

	@Override
	void apply() {
		List<String> formats = list(KEY);
		if (formats.isEmpty()) {
			return;
		}
		Setting found = Setting.find(this.environment, KEY, KEY + "[0]");
		Setting setting = new Setting(KEY, String.join(",", formats), (found != null) ? found.origin() : null);
		List<String> types = new ArrayList<>();
		for (String format : formats) {
			switch (format.toLowerCase(Locale.ROOT).replace('_', '-')) {
				case "w3c" -> types.add("W3C");
				case "b3" -> types.add("B3");
				case "b3-multi" -> types.add("B3_MULTI");
				case "jaeger" -> checkJaeger(setting);
				default -> throw new InvalidSettingException(setting, "'" + format + "' is no format of trace ids",
						"Set '" + KEY + "' to one or more of w3c, b3, b3-multi and jaeger.");
			}
		}
		if (list(BOOT + ".type").isEmpty() && list(BOOT + ".produce").isEmpty() && list(BOOT + ".consume").isEmpty()) {
			this.defaults.add(BOOT + ".type", String.join(",", types), KEY);
		}
	}

	private void checkJaeger(Setting setting) {
		if (!ClassUtils.isPresent(JAEGER, this.classLoader)) {
			throw new InvalidSettingException(setting, "the propagator of Jaeger is not on the class path",
					"Add the dependency io.opentelemetry:opentelemetry-extension-trace-propagators, or take jaeger out of '"
							+ KEY + "'.");
		}
	}

	private List<String> list(String key) {
		return Binder.get(this.environment).bind(key, Bindable.listOf(String.class)).orElseGet(List::of);
	}

}
