package dev.sightline.autoconfigure.llm;

import java.util.List;
import java.util.Set;

import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry.ObservationConfig;

import org.springframework.boot.micrometer.observation.autoconfigure.ObservationHandlerGroup;

/**
 * Registers none of the handlers by which Spring AI counts tokens: its counter has the
 * name of our summary, and one of them would throw.
 */
final class LibraryMeterHandlerGroup implements ObservationHandlerGroup {

	private static final Set<String> HANDLERS = Set.of(
			"org.springframework.ai.chat.observation.ChatModelMeterObservationHandler",
			"org.springframework.ai.embedding.observation.EmbeddingModelMeterObservationHandler");

	@Override
	public boolean isMember(ObservationHandler<?> handler) {
		return HANDLERS.contains(handler.getClass().getName());
	}

	@Override
	public void registerMembers(ObservationConfig config, List<ObservationHandler<?>> members) {
		// They would count what we count.
	}

	@Override
	public Class<?> handlerType() {
		return ObservationHandler.class;
	}

	@Override
	public int compareTo(ObservationHandlerGroup other) {
		return (other instanceof LibraryMeterHandlerGroup) ? 0 : -1;
	}

}
