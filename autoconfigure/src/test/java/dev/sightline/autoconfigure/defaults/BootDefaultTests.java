package dev.sightline.autoconfigure.defaults;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.origin.Origin;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.PropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import dev.sightline.autoconfigure.TestApp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

/**
 * Tests for every {@link BootDefault}.
 */
class BootDefaultTests {

	/**
	 * Some defaults are of this signal, which tests leave out unless they ask for it.
	 */
	private static final String MODELS = "sightline.llm.enabled=true";

	@ParameterizedTest
	@MethodSource("all")
	void shouldApply(BootDefault bootDefault) {
		try (TestApp app = TestApp.plain(Nothing.class, MODELS)) {
			assertThat(app.property(bootDefault.key())).isEqualTo(bootDefault.value());
			assertThat(origin(app.context(), bootDefault.key()))
				.hasToString("Sightline default: " + bootDefault.reason());
		}
	}

	@ParameterizedTest
	@MethodSource("all")
	void shouldYieldToTheCommandLine(BootDefault bootDefault) {
		try (TestApp app = TestApp.plain(Nothing.class, MODELS, bootDefault.key() + "=" + hers(bootDefault))) {
			assertThat(app.property(bootDefault.key())).isEqualTo(hers(bootDefault));
		}
	}

	@ParameterizedTest
	@MethodSource("all")
	void shouldYieldToApplicationYaml(BootDefault bootDefault, @TempDir Path folder) throws Exception {
		Files.writeString(folder.resolve("application.yml"),
				"\"" + bootDefault.key().replace("\"", "") + "\": " + hers(bootDefault) + "\n");
		try (TestApp app = TestApp.plain(Nothing.class, MODELS, "spring.config.location=file:" + folder + "/")) {
			assertThat(app.property(bootDefault.key())).isEqualTo(hers(bootDefault));
		}
	}

	@ParameterizedTest
	@MethodSource("all")
	void shouldYieldToTheEnvironment(BootDefault bootDefault) {
		assumeThat(bootDefault.key()).as("a variable has no camel case").doesNotContain("[");
		String variable = bootDefault.key().replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.replace(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, new SystemEnvironmentPropertySource(
					StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME, Map.of(variable, hers(bootDefault))));
		SpringApplication application = new SpringApplication(Nothing.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setEnvironment(environment);
		try (ConfigurableApplicationContext context = application.run()) {
			assertThat(context.getEnvironment().getProperty(bootDefault.key())).isEqualTo(hers(bootDefault));
		}
	}

	@ParameterizedTest
	@MethodSource("all")
	void shouldYieldToDefaultPropertiesOfTheApplication(BootDefault bootDefault) {
		SpringApplication application = new SpringApplication(Nothing.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setDefaultProperties(Map.of(bootDefault.key(), hers(bootDefault)));
		try (ConfigurableApplicationContext context = application.run()) {
			assertThat(context.getEnvironment().getProperty(bootDefault.key())).isEqualTo(hers(bootDefault));
		}
	}

	@ParameterizedTest
	@MethodSource("yielding")
	void shouldYieldToKeysThatSayOtherwise(BootDefault bootDefault, String other) {
		try (TestApp app = TestApp.plain(Nothing.class, MODELS, other + "=true")) {
			assertThat(app.property(bootDefault.key())).isNull();
		}
	}

	@ParameterizedTest
	@MethodSource("ofSignals")
	void shouldNotApplyWhenTheSignalIsOff(BootDefault bootDefault) {
		try (TestApp app = TestApp.plain(Nothing.class, bootDefault.signal().getSwitch() + "=false")) {
			assertThat(app.property(bootDefault.key())).isNull();
		}
	}

	@Test
	void shouldYieldToPropertySourceAnnotation() {
		try (TestApp app = TestApp.plain(WithPropertySource.class)) {
			assertThat(app.property("management.endpoint.health.show-details")).isEqualTo("always");
		}
	}

	@Test
	void shouldYieldToRelaxedNamesInDefaultProperties() {
		SpringApplication application = new SpringApplication(Nothing.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		application.setDefaultProperties(Map.of("management.endpoint.health.showDetails", "always"));
		try (ConfigurableApplicationContext context = application.run()) {
			assertThat(context.getEnvironment().getProperty("management.endpoint.health.show-details"))
				.isEqualTo("always");
		}
	}

	@Test
	void shouldHaveAReasonAndBeListedOnce() {
		assertThat(BootDefault.ALL).allSatisfy((bootDefault) -> assertThat(bootDefault.reason()).isNotBlank());
		assertThat(BootDefault.ALL).extracting(BootDefault::key).doesNotHaveDuplicates();
	}

	/**
	 * Spring Boot binds the levels of loggers before there is a bean.
	 */
	private static String hers(BootDefault bootDefault) {
		return bootDefault.key().startsWith("logging.level.") ? "debug" : "hers";
	}

	static List<BootDefault> all() {
		return BootDefault.ALL;
	}

	static Stream<BootDefault> ofSignals() {
		return BootDefault.ALL.stream().filter((bootDefault) -> bootDefault.signal() != null);
	}

	static Stream<Arguments> yielding() {
		return BootDefault.ALL.stream()
			.flatMap((bootDefault) -> bootDefault.yieldsTo().stream().map((other) -> Arguments.of(bootDefault, other)));
	}

	private static Origin origin(ConfigurableApplicationContext context, String key) {
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(context.getEnvironment())) {
			var property = source.getConfigurationProperty(ConfigurationPropertyName.of(key));
			if (property != null) {
				return property.getOrigin();
			}
		}
		return null;
	}

	@Configuration(proxyBeanMethods = false)
	static class Nothing {

	}

	@Configuration(proxyBeanMethods = false)
	@PropertySource("classpath:dev/sightline/autoconfigure/defaults/hers.properties")
	static class WithPropertySource {

	}

}
