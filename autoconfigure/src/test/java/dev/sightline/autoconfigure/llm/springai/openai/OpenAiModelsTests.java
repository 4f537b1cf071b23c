package dev.sightline.autoconfigure.llm.springai.openai;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;

import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

import com.openai.errors.InternalServerException;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationPredicate;
import io.micrometer.observation.ObservationRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.ai.audio.transcription.AudioTranscriptionPrompt;
import org.springframework.ai.audio.transcription.TranscriptionModel;
import org.springframework.ai.audio.tts.TextToSpeechModel;
import org.springframework.ai.audio.tts.TextToSpeechPrompt;
import org.springframework.ai.moderation.ModerationModel;
import org.springframework.ai.moderation.ModerationPrompt;
import org.springframework.ai.openai.OpenAiAudioSpeechModel;
import org.springframework.ai.openai.OpenAiAudioSpeechOptions;
import org.springframework.ai.openai.OpenAiAudioTranscriptionModel;
import org.springframework.ai.openai.OpenAiAudioTranscriptionOptions;
import org.springframework.ai.openai.OpenAiModerationModel;
import org.springframework.ai.openai.OpenAiModerationOptions;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.io.ByteArrayResource;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.autoconfigure.llm.ModelCallRefusedException;
import dev.sightline.sample.stub.StubModelServer;
import dev.sightline.testing.OtlpReceiver;
import dev.sightline.testing.OtlpReceiver.ReceivedSpan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.awaitility.Awaitility.await;

/**
 * What the real models of Spring AI tell when they ask the stub. Each test has a model of
 * its own, so that its series are its own.
 */
class OpenAiModelsTests {

	/**
	 * The stub makes 60 ms of it for each character: 3 s.
	 */
	private static final String TEXT = "Fifty characters are what this text is made up of.";

	private static final String SPEECH = "gen_ai_client_%s{gen_ai_operation_name=\"speech\",gen_ai_provider_name=\"openai\","
			+ "gen_ai_request_model=\"%s\",gen_ai_response_model=\"none\"";

	private static OtlpReceiver receiver;

	private static StubModelServer stub;

	private static TestApp app;

	@BeforeAll
	static void start() {
		receiver = new OtlpReceiver();
		stub = StubModelServer.start(0);
		app = TestApp.servlet(App.class,
				receiver.settings("spring.ai.model.audio.speech=openai", "spring.ai.openai.audio.speech.voice=echo",
						"spring.ai.model.audio.transcription=openai", "spring.ai.model.moderation=openai",
						"spring.ai.openai.base-url=" + stub.url() + "/v1", "spring.ai.openai.api-key=not-a-key",
						"spring.ai.openai.max-retries=0"));
	}

	@AfterAll
	static void stop() {
		app.close();
		stub.close();
		receiver.close();
	}

	@Test
	void shouldKeepTheClassesOfModels() {
		assertThat(bean(TextToSpeechModel.class)).isSameAs(bean(OpenAiAudioSpeechModel.class));
		assertThat(bean(TranscriptionModel.class)).isSameAs(bean(OpenAiAudioTranscriptionModel.class));
		assertThat(bean(ModerationModel.class)).isSameAs(bean(OpenAiModerationModel.class));
		assertThat(bean(OpenAiAudioSpeechModel.class).getOptions().getVoice()).isEqualTo("echo");
	}

	@Test
	void shouldMeasureSpeech() {
		assertThat(speak("measured", "wav")).hasSize(44 + 3 * 48_000);
		assertThat(value(SPEECH, "audio_duration_seconds_sum", "measured")).isEqualTo(3);
		assertThat(value(SPEECH, "audio_duration_seconds_count", "measured")).isEqualTo(1);
		assertThat(value(SPEECH, "speech_characters_total", "measured")).isEqualTo(50);
		assertThat(value(SPEECH, "audio_realtime_factor_count", "measured")).isEqualTo(1);
		assertThat(value(SPEECH, "audio_realtime_factor_sum", "measured")).isPositive();
		assertThat(duration("speech", "measured", "none")).isEqualTo(1);
		assertThat(app.scrape("gen_ai_client_usage_missing")).noneMatch((line) -> line.contains("speech"));
		ReceivedSpan span = span("speech measured");
		assertThat(span.kind()).isEqualTo("SPAN_KIND_CLIENT");
		assertThat(span.attributes()).containsEntry("gen_ai.operation.name", "speech")
			.containsEntry("gen_ai.provider.name", "openai")
			.containsEntry("gen_ai.request.model", "measured")
			.containsEntry("sightline.llm.prompt.characters", "int_value: 50")
			.containsEntry("sightline.llm.audio.seconds", "double_value: 3.0");
		assertThat(receiver.text()).doesNotContain("Fifty characters");
		assertThat(receiver.spans()).filteredOn((child) -> child.parentSpanId().equals(span.spanId()))
			.as("the request over HTTP is inside the call")
			.hasSize(1);
	}

	@Test
	void shouldMeasureOtherFormatsOfSpeech() {
		speak("mp3", "mp3");
		assertThat(value(SPEECH, "audio_duration_seconds_sum", "mp3")).isCloseTo(3, within(0.03));
		speak("pcm", "pcm");
		assertThat(value(SPEECH, "audio_duration_seconds_sum", "pcm")).isEqualTo(3);
	}

	@Test
	void shouldTellOfAudioOfUnknownLength() {
		speak("unknown", "opus");
		assertThat(value(SPEECH, "audio_unknown_total", "unknown")).isEqualTo(1);
		assertThat(value(SPEECH, "speech_characters_total", "unknown")).isEqualTo(50);
		assertThat(value(SPEECH, "audio_duration_seconds_count", "unknown")).isZero();
	}

	@Test
	void shouldMeasureAStreamOfSpeech() {
		List<?> parts = stream("streamed").collectList().block();
		assertThat(parts).hasSizeGreaterThan(1);
		await().untilAsserted(() -> {
			assertThat(duration("speech", "streamed", "none")).isEqualTo(1);
			assertThat(value(SPEECH, "audio_duration_seconds_sum", "streamed")).isEqualTo(3);
		});
		assertThat(value(SPEECH, "operation_time_to_first_chunk_seconds_count", "streamed")).isEqualTo(1);
		assertThat(value(SPEECH, "operation_time_per_output_chunk_seconds_count", "streamed"))
			.isEqualTo(Double.parseDouble(
					span("speech streamed").attributes().get("sightline.llm.chunks").replace("int_value: ", "")) - 1);
	}

	@Test
	void shouldMeasureAStreamOfSpeechThatNobodyWantsToTheEnd() {
		stream("given-up").blockFirst();
		await().untilAsserted(() -> {
			assertThat(duration("speech", "given-up", "none")).isEqualTo(1);
			assertThat(app.scrape("gen_ai_client_finish_reasons_total"))
				.anyMatch((line) -> line.contains("\"given-up\"")
						&& line.contains("gen_ai_response_finish_reason=\"cancelled\""));
			assertThat(value(SPEECH, "audio_duration_seconds_sum", "given-up")).isPositive().isLessThan(3);
		});
		assertThat(value(SPEECH, "audio_realtime_factor_count", "given-up")).isZero();
	}

	@Test
	void shouldCountFailuresAndFallbacks() {
		Observation.createNotStarted("reading", bean(ObservationRegistry.class)).observe(() -> {
			assertThatExceptionOfType(InternalServerException.class).isThrownBy(() -> speak("first+fault-500", "wav"));
			speak("second", "wav");
		});
		assertThat(duration("speech", "first+fault-500", "500")).isEqualTo(1);
		assertThat(duration("speech", "second", "none")).isEqualTo(1);
		assertThat(app.scrape("gen_ai_client_fallbacks_total")).anyMatch((line) -> line.contains("first+fault-500")
				&& line.contains("second") && line.contains("reason=\"500\"") && line.endsWith(" 1.0"));
		assertThat(span("speech first+fault-500").status()).isEqualTo("STATUS_CODE_ERROR");
		assertThat(value(SPEECH, "audio_unknown_total", "first+fault-500")).isZero();
		assertThat(span("speech second").parentSpanId()).isEqualTo(span("reading").spanId());
	}

	@Test
	void shouldMeasureWhatIsCutOff() {
		assertThatThrownBy(() -> speak("cut+fault-cut", "wav")).isInstanceOf(RuntimeException.class);
		assertThat(app.scrape("gen_ai_client_operation_duration_seconds_count"))
			.filteredOn((line) -> line.contains("\"cut+fault-cut\""))
			.singleElement()
			.asString()
			.doesNotContain("error_type=\"none\"")
			.endsWith(" 1");
	}

	@Test
	void shouldRefuseACallBeforeItIsMade() {
		long requests = stub.requests();
		assertThatExceptionOfType(ModelCallRefusedException.class).isThrownBy(() -> speak("refused", "wav"));
		assertThat(stub.requests()).isEqualTo(requests);
	}

	@Test
	void shouldMeasureTranscriptions() throws IOException {
		transcribe("told", "json");
		transcribe("told", "verbose_json");
		assertThat(transcription("audio_duration_seconds_sum", "told")).as("twice what the provider says").isEqualTo(5);
		transcribe("measured+no-usage", "json");
		assertThat(transcription("audio_duration_seconds_sum", "measured+no-usage")).as("what was sent").isEqualTo(1.5);
		assertThat(duration("transcription", "told", "none")).isEqualTo(2);
		assertThat(span("transcription told").attributes()).containsEntry("sightline.llm.completion.characters",
				"int_value: 32");
		assertThat(receiver.text()).doesNotContain("This transcription");
	}

	@Test
	void shouldTellOfATranscriptionOfUnknownLength() {
		bean(TranscriptionModel.class)
			.call(new AudioTranscriptionPrompt(new ByteArrayResource("no audio at all".getBytes()),
					OpenAiAudioTranscriptionOptions.builder().model("unheard+no-usage").build()));
		assertThat(transcription("audio_unknown_total", "unheard+no-usage")).isEqualTo(1);
	}

	@Test
	void shouldMeasureAStreamOfTranscription() throws IOException {
		List<?> parts = bean(TranscriptionModel.class)
			.stream(new AudioTranscriptionPrompt(new ByteArrayResource(wav()),
					OpenAiAudioTranscriptionOptions.builder().model("streamed").build()))
			.collectList()
			.block();
		assertThat(parts).hasSize(5);
		await().untilAsserted(() -> {
			assertThat(duration("transcription", "streamed", "none")).isEqualTo(1);
			assertThat(transcription("operation_time_to_first_chunk_seconds_count", "streamed")).isEqualTo(1);
			assertThat(transcription("audio_duration_seconds_sum", "streamed")).isEqualTo(1.5);
			assertThat(app.scrape("gen_ai_client_token_usage_sum"))
				.filteredOn((line) -> line.contains("\"transcription\"") && line.contains("\"streamed\""))
				.extracting((line) -> line.substring(line.lastIndexOf(' ') + 1))
				.containsExactlyInAnyOrder("25.0", "4.0");
		});
	}

	@Test
	void shouldMeasureAStreamOfTranscriptionThatFails() throws IOException {
		byte[] wav = wav();
		assertThatThrownBy(() -> bean(TranscriptionModel.class)
			.stream(new AudioTranscriptionPrompt(new ByteArrayResource(wav),
					OpenAiAudioTranscriptionOptions.builder().model("failing+fault-500").build()))
			.collectList()
			.block()).isInstanceOf(RuntimeException.class);
		await().untilAsserted(() -> assertThat(duration("transcription", "failing+fault-500", "500")).isEqualTo(1));
	}

	@Test
	void shouldMeasureModeration() {
		bean(ModerationModel.class)
			.call(new ModerationPrompt("Some violence", OpenAiModerationOptions.builder().model("moderator").build()));
		assertThat(app.scrape("gen_ai_client_operation_duration_seconds_count"))
			.anyMatch((line) -> line.contains("\"moderation\"") && line.contains("gen_ai_request_model=\"moderator\"")
					&& line.contains("gen_ai_response_model=\"moderator\"") && line.endsWith(" 1"));
		span("moderation moderator");
		assertThat(receiver.text()).doesNotContain("Some violence");
	}

	@Test
	void shouldNotObserveTwice() {
		OpenAiAudioSpeechModel model = bean(OpenAiAudioSpeechModel.class);
		OpenAiModels models = new OpenAiModels(app.context().getBeanProvider(ObservationRegistry.class));
		assertThat(models.postProcessAfterInitialization(model, "speech")).isSameAs(model);
	}

	private static byte[] speak(String model, String format) {
		return bean(TextToSpeechModel.class).call(new TextToSpeechPrompt(TEXT, options(model, format)))
			.getResult()
			.getOutput();
	}

	private static reactor.core.publisher.Flux<?> stream(String model) {
		return bean(TextToSpeechModel.class).stream(new TextToSpeechPrompt(TEXT, options(model, "wav")));
	}

	private static OpenAiAudioSpeechOptions options(String model, String format) {
		return OpenAiAudioSpeechOptions.builder().model(model).responseFormat(format).build();
	}

	private static void transcribe(String model, String format) throws IOException {
		bean(TranscriptionModel.class).call(new AudioTranscriptionPrompt(new ByteArrayResource(wav()),
				OpenAiAudioTranscriptionOptions.builder()
					.model(model)
					.responseFormat(com.openai.models.audio.AudioResponseFormat.of(format))
					.build()));
	}

	private static byte[] wav() throws IOException {
		ByteArrayOutputStream wav = new ByteArrayOutputStream();
		AudioSystem.write(new AudioInputStream(new ByteArrayInputStream(new byte[24_000]),
				new AudioFormat(8_000, 16, 1, true, false), 12_000), AudioFileFormat.Type.WAVE, wav);
		return wav.toByteArray();
	}

	private static <T> T bean(Class<T> type) {
		return app.context().getBean(type);
	}

	private static double transcription(String name, String model) {
		return value(SPEECH.replace("speech", "transcription"), name, model);
	}

	private static double duration(String operation, String model, String errorType) {
		return app.scrape("gen_ai_client_operation_duration_seconds_count")
			.stream()
			.filter((line) -> line.contains("error_type=\"" + errorType + "\"")
					&& line.contains("gen_ai_operation_name=\"" + operation + "\"")
					&& line.contains("gen_ai_request_model=\"" + model + "\""))
			.mapToDouble(OpenAiModelsTests::value)
			.sum();
	}

	private static double value(String series, String name, String model) {
		return app.scrape(series.formatted(name, model)).stream().mapToDouble(OpenAiModelsTests::value).sum();
	}

	private static double value(String line) {
		return Double.parseDouble(line.substring(line.lastIndexOf(' ')));
	}

	private static ReceivedSpan span(String name) {
		return await().until(
				() -> receiver.spans().stream().filter((span) -> span.name().equals(name)).findFirst().orElse(null),
				(span) -> span != null);
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

		@Bean
		ObservationPredicate refusal() {
			return (name, context) -> {
				if (context instanceof OpenAiCallContext call && "refused".equals(call.model())) {
					throw new ModelCallRefusedException("No more speech today");
				}
				return true;
			};
		}

	}

}
