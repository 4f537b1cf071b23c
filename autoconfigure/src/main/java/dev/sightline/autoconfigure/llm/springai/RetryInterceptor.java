package dev.sightline.autoconfigure.llm.springai;

import java.io.IOException;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.ObservationView;
import okhttp3.Interceptor;
import okhttp3.Response;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

import dev.sightline.autoconfigure.llm.ModelCall;

/**
 * Notes the requests that the client of OpenAI sends once more, by a header of its own.
 * Those of streams are on threads that know nothing of a call, and are not noted.
 */
final class RetryInterceptor implements Interceptor {

	private static final String HEADER = "X-Stainless-Retry-Count";

	/**
	 * Between a request and its call are the observations of HTTP clients.
	 */
	private static final int DEPTH = 5;

	private final ObjectProvider<ObservationRegistry> registry;

	RetryInterceptor(ObjectProvider<ObservationRegistry> registry) {
		this.registry = registry;
	}

	@Override
	public Response intercept(Chain chain) throws IOException {
		String count = chain.request().header(HEADER);
		if (count != null && !count.equals("0")) {
			ModelCall call = current();
			if (call != null) {
				call.retried();
			}
		}
		return chain.proceed(chain.request());
	}

	private @Nullable ModelCall current() {
		ObservationRegistry registry = this.registry.getIfUnique();
		ObservationView observation = (registry != null) ? registry.getCurrentObservation() : null;
		for (int i = 0; i < DEPTH && observation != null; i++) {
			Observation.ContextView context = observation.getContextView();
			ModelCall call = context.get(ModelCall.class);
			if (call != null) {
				return call;
			}
			observation = context.getParentObservation();
		}
		return null;
	}

}
