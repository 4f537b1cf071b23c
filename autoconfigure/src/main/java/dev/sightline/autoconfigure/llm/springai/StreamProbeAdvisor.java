package dev.sightline.autoconfigure.llm.springai;

import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import org.springframework.ai.chat.client.ChatClientRequest;
import org.springframework.ai.chat.client.ChatClientResponse;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisor;
import org.springframework.ai.chat.client.advisor.api.StreamAdvisorChain;
import reactor.core.publisher.Flux;

import org.springframework.core.Ordered;

/**
 * Puts a {@link StreamProbe} next to the model. The observation of the model finds it in
 * that of the advisor, which is above its own.
 */
final class StreamProbeAdvisor implements StreamAdvisor {

	@Override
	public String getName() {
		return "sightline";
	}

	/**
	 * Next to the model, so that each round of tools is a stream of its own.
	 */
	@Override
	public int getOrder() {
		return Ordered.LOWEST_PRECEDENCE - 1;
	}

	@Override
	public Flux<ChatClientResponse> adviseStream(ChatClientRequest request, StreamAdvisorChain chain) {
		return Flux.deferContextual((view) -> {
			Observation observation = view.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
			if (observation == null || observation.isNoop()
					|| !(observation.getContextView() instanceof Observation.Context context)) {
				return chain.nextStream(request);
			}
			StreamProbe probe = new StreamProbe();
			context.put(StreamProbe.class, probe);
			return chain.nextStream(request)
				.doOnNext((response) -> probe.see(response.chatResponse()))
				.doFinally((signal) -> probe.end());
		});
	}

}
