package dev.sightline.autoconfigure.llm.springai.openai;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

import com.openai.models.audio.transcriptions.TranscriptionStreamEvent;
import com.openai.models.audio.transcriptions.TranscriptionTextDeltaEvent;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.StaticListableBeanFactory;

import dev.sightline.autoconfigure.llm.AudioLength;
import dev.sightline.autoconfigure.llm.ModelCall;
import dev.sightline.autoconfigure.llm.springai.openai.ObservedCalls.Running;
import dev.sightline.autoconfigure.llm.springai.openai.OpenAiCallContext.Operation;
import dev.sightline.testing.Allocations;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a part of a stream of speech or of a transcript costs that Sightline looks at.
 */
class AudioAllocationTests {

	private static final int FRAME = 480;

	private final ObservedCalls calls = new ObservedCalls(
			new StaticListableBeanFactory(Map.<String, Object>of("registry", ObservationRegistry.NOOP))
				.getBeanProvider(ObservationRegistry.class));

	private long seen;

	@Test
	void shouldAllocateNothingForAPartOfSpeech() {
		byte[] buffer = new byte[FRAME];
		assertThat(Allocations.perItem((count) -> {
			AudioStream stream = speech();
			for (int i = 0; i < count; i++) {
				read(stream, buffer);
			}
		})).isLessThan(1);
	}

	@Test
	void shouldAllocateNothingForAByteOfSpeech() {
		assertThat(Allocations.perItem((count) -> {
			AudioStream stream = speech();
			for (int i = 0; i < count; i++) {
				read(stream, null);
			}
		})).isLessThan(1);
	}

	@Test
	void shouldAllocateNothingForAPartOfATranscript() {
		TranscriptionStreamEvent event = TranscriptionStreamEvent
			.ofTranscriptTextDelta(TranscriptionTextDeltaEvent.builder().delta("word ").build());
		assertThat(Allocations.perItem((count) -> {
			Running call = call(Operation.TRANSCRIPTION);
			TranscriptionStreams.Parts parts = new TranscriptionStreams.Parts((part) -> this.seen++, call);
			for (int i = 0; i < count; i++) {
				parts.onNext(event);
			}
			assertThat(modelCall(call).chunks()).isEqualTo(count);
		})).isLessThan(1);
		assertThat(this.seen).isPositive();
	}

	private void read(AudioStream stream, byte @Nullable [] buffer) {
		try {
			this.seen += (buffer != null) ? stream.read(buffer, 0, buffer.length) : stream.read();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private AudioStream speech() {
		Running call = call(Operation.SPEECH);
		return new AudioStream(new Frames(), new AudioLength("mp3"), call);
	}

	private Running call(Operation operation) {
		Running call = this.calls.start(() -> new OpenAiCallContext(operation, "openai", "m", true, null));
		assertThat(call).isNotNull();
		call.context().put(ModelCall.class, new ModelCall(call.context(), "chat", "openai", "m", true));
		return call;
	}

	private static ModelCall modelCall(Running call) {
		return call.context().getRequired(ModelCall.class);
	}

	/**
	 * Frames of 24 kHz, as OpenAI's speech has them, without an end.
	 */
	private static final class Frames extends InputStream {

		private int at;

		@Override
		public int read() {
			int at = this.at;
			this.at = (at + 1) % FRAME;
			return switch (at) {
				case 0 -> 0xFF;
				case 1 -> 0xF3;
				case 2 -> 0xE4;
				default -> 0;
			};
		}

	}

}
