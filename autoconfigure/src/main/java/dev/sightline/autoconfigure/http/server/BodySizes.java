package dev.sightline.autoconfigure.http.server;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Measures the bodies of requests and of their answers, by method and route.
 */
class BodySizes {

	/**
	 * More routes, methods and statuses than any application has. What comes after that
	 * is looked up each time.
	 */
	private static final int LIMIT = 2000;

	private final ObjectProvider<MeterRegistry> registry;

	private final Map<KeyValues, Sizes> sizes = new ConcurrentHashMap<>();

	BodySizes(ObjectProvider<MeterRegistry> registry) {
		this.registry = registry;
	}

	/**
	 * Record the sizes of a request that is over.
	 * @param context its context, with the method and the route
	 * @param request the bytes of its body that were read
	 * @param response the bytes of the body of its answer
	 */
	void record(Observation.Context context, long request, long response) {
		Sizes sizes = sizes(context);
		if (sizes != null) {
			sizes.request().record(request);
			sizes.response().record(response);
		}
	}

	private @Nullable Sizes sizes(Observation.Context context) {
		KeyValues low = context.getLowCardinalityKeyValues();
		Sizes sizes = this.sizes.get(low);
		if (sizes != null) {
			return sizes;
		}
		KeyValue method = context.getLowCardinalityKeyValue("method");
		KeyValue uri = context.getLowCardinalityKeyValue("uri");
		MeterRegistry registry = this.registry.getIfAvailable();
		if (method == null || uri == null || registry == null) {
			return null;
		}
		Tags tags = Tags.of("method", method.getValue(), "uri", uri.getValue());
		sizes = new Sizes(summary(registry, "http.server.request.body.size", "Bytes of the bodies of requests", tags),
				summary(registry, "http.server.response.body.size", "Bytes of the bodies of answers", tags));
		if (this.sizes.size() < LIMIT) {
			this.sizes.put(low, sizes);
		}
		return sizes;
	}

	private static DistributionSummary summary(MeterRegistry registry, String name, String description, Tags tags) {
		return DistributionSummary.builder(name)
			.description(description)
			.baseUnit("bytes")
			.tags(tags)
			.register(registry);
	}

	private record Sizes(DistributionSummary request, DistributionSummary response) {

	}

}
