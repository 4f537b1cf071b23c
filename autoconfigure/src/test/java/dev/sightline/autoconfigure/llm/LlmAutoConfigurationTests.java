package dev.sightline.autoconfigure.llm;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.ai.chat.observation.ChatModelMeterObservationHandler;
import org.springframework.ai.chat.observation.ChatModelObservationContext;
import org.springframework.ai.chat.observation.ChatModelObservationDocumentation;
import org.springframework.ai.chat.observation.DefaultChatModelObservationConvention;
import org.springframework.ai.chat.prompt.ChatOptions;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.model.chat.observation.autoconfigure.ChatObservationAutoConfiguration;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.health.autoconfigure.contributor.HealthContributorAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.CompositeMeterRegistryAutoConfiguration;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationAutoConfiguration;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

import dev.sightline.autoconfigure.llm.health.ProviderHealthAutoConfiguration;
import dev.sightline.autoconfigure.llm.springai.SpringAiAutoConfiguration;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The auto-configurations of calls of models, with handlers that are registered by Spring
 * Boot.
 */
class LlmAutoConfigurationTests {

	private static final String[] BEANS = { "sightlineModelCallHandler", "sightlineModelCallMeters",
			"sightlineChatCallSource", "sightlineStreamProbeCustomizer", "sightlineOpenAiChatModelPostProcessor",
			"llmHealthContributor" };

	private final ApplicationContextRunner runner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(MetricsAutoConfiguration.class,
				CompositeMeterRegistryAutoConfiguration.class, ObservationAutoConfiguration.class,
				ChatObservationAutoConfiguration.class, HealthContributorAutoConfiguration.class,
				LlmAutoConfiguration.class, SpringAiAutoConfiguration.class, ProviderHealthAutoConfiguration.class))
		.withBean(MeterRegistry.class, SimpleMeterRegistry::new);

	@Test
	void shouldBeOnByDefault() {
		this.runner.run((context) -> {
			for (String bean : BEANS) {
				assertThat(context).hasBean(bean);
			}
			assertThat(context).doesNotHaveBean(ContentAttributes.class);
		});
	}

	@Test
	void shouldBeOffBySwitch() {
		this.runner.withPropertyValues("sightline.llm.enabled=false").run((context) -> {
			for (String bean : BEANS) {
				assertThat(context).doesNotHaveBean(bean);
			}
		});
	}

	@ParameterizedTest
	@ValueSource(strings = { "org.springframework.ai", "org.springframework.ai.chat.client",
			"org.springframework.ai.openai", "com.openai", "okhttp3", "reactor", "io.micrometer.tracing",
			"org.springframework.boot.health", "org.springframework.http", "io.micrometer.core" })
	void shouldStartWithout(String hidden) {
		new ApplicationContextRunner()
			.withConfiguration(AutoConfigurations.of(LlmAutoConfiguration.class, SpringAiAutoConfiguration.class,
					ProviderHealthAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader(hidden))
			.run((context) -> assertThat(context).hasNotFailed());
	}

	@Test
	void shouldNotFailACallWhoseListenerCannotBeMade() {
		this.runner.withBean(ModelCallListener.class, () -> {
			throw new IllegalStateException("No listener");
		}, (definition) -> definition.setLazyInit(true))
			.run((context) -> assertThat(
					Observation.createNotStarted("gen_ai.client.operation", context.getBean(ObservationRegistry.class))
						.observe(() -> "answer"))
				.isEqualTo("answer"));
	}

	@Test
	void shouldTakeThePlaceOfSpringAisMeters() {
		this.runner.run((context) -> {
			assertThat(context).hasSingleBean(ChatModelMeterObservationHandler.class);
			observe(context.getBean(ObservationRegistry.class), null);
			assertThat(names(context.getBean(MeterRegistry.class))).contains("gen_ai.client.operation.duration")
				.doesNotContain("gen_ai.client.operation");
		});
	}

	@Test
	void shouldLeaveTheMetersOfLibrariesIfAsked() {
		this.runner.withPropertyValues("sightline.llm.library-meters=true").run((context) -> {
			observe(context.getBean(ObservationRegistry.class), null);
			MeterRegistry registry = context.getBean(MeterRegistry.class);
			assertThat(names(registry)).contains("gen_ai.client.operation.duration", "gen_ai.client.operation");
			assertThat(registry.get("gen_ai.client.operation").timer().getId().getTag("gen_ai.system"))
				.isEqualTo("bedrock_converse");
		});
	}

	@Test
	void shouldLeaveTheConventionOfTheUser() {
		this.runner.run((context) -> {
			ObservationRegistry registry = context.getBean(ObservationRegistry.class);
			ChatModelObservationContext theirs = observe(registry, new DefaultChatModelObservationConvention());
			assertThat(theirs.getLowCardinalityKeyValue("gen_ai.system")).isNotNull();
			assertThat(theirs.getHighCardinalityKeyValue("gen_ai.provider.name").getValue()).isEqualTo("aws.bedrock");
			ChatModelObservationContext ours = observe(registry, null);
			assertThat(ours.getLowCardinalityKeyValue("gen_ai.system")).isNull();
			assertThat(ours.getLowCardinalityKeyValue("gen_ai.provider.name").getValue()).isEqualTo("aws.bedrock");
		});
	}

	@Test
	void shouldLeaveTheHealthOfTheUser() {
		this.runner.withBean("llmHealthContributor", Object.class, Object::new)
			.run((context) -> assertThat(context.getBean("llmHealthContributor").getClass()).isEqualTo(Object.class));
		this.runner.withPropertyValues("management.health.llm.enabled=false")
			.run((context) -> assertThat(context).doesNotHaveBean("llmHealthContributor"));
	}

	private static Iterable<String> names(MeterRegistry registry) {
		return registry.getMeters().stream().map((meter) -> meter.getId().getName()).distinct().toList();
	}

	private static ChatModelObservationContext observe(ObservationRegistry registry,
			DefaultChatModelObservationConvention convention) {
		ChatModelObservationContext context = ChatModelObservationContext.builder()
			.prompt(new Prompt("Hello", ChatOptions.builder().model("m").build()))
			.provider("bedrock_converse")
			.build();
		ChatModelObservationDocumentation.CHAT_MODEL_OPERATION
			.observation(convention, new DefaultChatModelObservationConvention(), () -> context, registry)
			.observe(() -> {
			});
		return context;
	}

}
