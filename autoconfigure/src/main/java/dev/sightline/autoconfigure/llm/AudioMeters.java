package dev.sightline.autoconfigure.llm;

import java.util.Set;
import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Measures the audio that models make and hear.
 */
final class AudioMeters implements ModelCallListener {

	private static final Set<String> OPERATIONS = Set.of("speech", "transcription");

	private static final double SECOND = TimeUnit.SECONDS.toNanos(1);

	private final ObjectProvider<MeterRegistry> registry;

	private final ModelNames models;

	AudioMeters(ObjectProvider<MeterRegistry> registry, ModelNames models) {
		this.registry = registry;
		this.models = models;
	}

	@Override
	public void ended(ModelCall call) {
		if (OPERATIONS.contains(call.operation()) && call.error() == null) {
			this.registry.ifAvailable((registry) -> record(registry, call));
		}
	}

	private void record(MeterRegistry registry, ModelCall call) {
		Tags tags = CallTags.of(call, this.models).tags();
		audio(registry, tags, call, call.audioSeconds());
		Long characters = call.characters();
		if (characters != null) {
			Counter.builder(GenAi.SPEECH_CHARACTERS.key())
				.description("Characters that were turned into speech")
				.tags(tags)
				.register(registry)
				.increment(characters);
		}
	}

	private static void audio(MeterRegistry registry, Tags tags, ModelCall call, @Nullable Double seconds) {
		if (seconds == null) {
			Counter.builder(GenAi.AUDIO_UNKNOWN.key())
				.description("Calls of models whose audio is of a length that nobody knows")
				.tags(tags)
				.register(registry)
				.increment();
			return;
		}
		Timer.builder(GenAi.AUDIO_DURATION.key())
			.description("How long the audio lasts that models made or heard")
			.tags(tags)
			.register(registry)
			.record((long) (seconds * SECOND), TimeUnit.NANOSECONDS);
		if (seconds > 0 && !call.cancelled()) {
			DistributionSummary.builder(GenAi.AUDIO_REALTIME_FACTOR.key())
				.description("How long calls of models take for a second of audio")
				.tags(tags)
				.register(registry)
				.record(call.duration() / SECOND / seconds);
		}
	}

}
