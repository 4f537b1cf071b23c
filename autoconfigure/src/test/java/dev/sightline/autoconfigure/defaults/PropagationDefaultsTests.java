package dev.sightline.autoconfigure.defaults;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import dev.sightline.autoconfigure.condition.Signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link PropagationDefaults}.
 */
class PropagationDefaultsTests {

	private static final String TYPE = "management.tracing.propagation.type";

	private static final String KEY = "sightline.tracing.propagation";

	@ParameterizedTest
	@CsvSource({ "b3, B3", "'w3c,b3-multi', 'W3C,B3_MULTI'", "B3_MULTI, B3_MULTI", "'b3,jaeger', B3", "jaeger, ''" })
	void shouldMapTheFormats(String formats, String types) {
		assertThat(type(Map.of(KEY, formats))).isEqualTo(types);
	}

	@Test
	void shouldMapAListAndYieldToBootsKeys() {
		assertThat(type(Map.of(KEY + "[0]", "w3c", KEY + "[1]", "b3"))).isEqualTo("W3C,B3");
		assertThat(type(Map.of(KEY, "b3", TYPE, "W3C"))).isEqualTo("W3C");
		assertThat(type(Map.of(KEY, "b3", "management.tracing.propagation.produce", "W3C"))).isNull();
		assertThat(type(Map.of())).isNull();
	}

	@Test
	void shouldRefuseWhatIsNoFormat() {
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> type(Map.of(KEY, "w3c,xray")))
			.satisfies((ex) -> {
				assertThat(ex.getKey()).isEqualTo(KEY);
				assertThat(ex.getValue()).isEqualTo("w3c,xray");
				assertThat(ex.getReason()).isEqualTo("'xray' is no format of trace ids");
				assertThat(ex.getRemedy())
					.isEqualTo("Set '" + KEY + "' to one or more of w3c, b3, b3-multi and jaeger.");
			});
	}

	@Test
	void shouldSayWhatJaegerNeeds() {
		assertThatExceptionOfType(InvalidSettingException.class)
			.isThrownBy(() -> type(Map.of(KEY, "jaeger"),
					new FilteredClassLoader("io.opentelemetry.extension.trace.propagation")))
			.satisfies((ex) -> {
				assertThat(ex.getKey()).isEqualTo(KEY);
				assertThat(ex.getValue()).isEqualTo("jaeger");
				assertThat(ex.getRemedy()).contains("io.opentelemetry:opentelemetry-extension-trace-propagators");
			});
	}

	private static String type(Map<String, Object> properties) {
		return type(properties, PropagationDefaultsTests.class.getClassLoader());
	}

	private static String type(Map<String, Object> properties, ClassLoader loader) {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("hers", new HashMap<>(properties)));
		Defaults defaults = new Defaults(environment);
		new PropagationDefaults(new FrontPanel(environment, loader, EnumSet.of(Signal.TRACING), defaults)).apply();
		defaults.apply();
		return environment.getProperty(TYPE);
	}

}
