package dev.sightline.autoconfigure.upload;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;

import dev.sightline.autoconfigure.bounded.BoundedMap;

/**
 * Records the sizes of files and counts uploads that were rejected, with meters that are
 * looked up once.
 */
class Uploads {

	private static final Logger logger = LoggerFactory.getLogger(Uploads.class);

	/**
	 * More routes than any application has.
	 */
	private static final int LIMIT = 2000;

	private final ObjectProvider<MeterRegistry> registry;

	private final BoundedMap<String, Route> routes = new BoundedMap<>(LIMIT, BoundedMap.OTHER);

	Uploads(ObjectProvider<MeterRegistry> registry) {
		this.registry = registry;
	}

	/**
	 * Record a file that arrived.
	 * @param pattern the pattern of the route, {@code null} if it is not known
	 * @param type what the client says that it is
	 * @param size the size in bytes
	 */
	void received(@Nullable Object pattern, FileType type, long size) {
		tell(pattern,
				(registry, route) -> route.sizes()
					.computeIfAbsent(type,
							(key) -> DistributionSummary.builder("file.upload.size")
								.description("Size of the files that were uploaded")
								.baseUnit("bytes")
								.tag("uri", route.uri())
								.tag("type", key.tag())
								.register(registry))
					.record(size));
	}

	/**
	 * Count an upload that did not get through.
	 * @param pattern the pattern of the route, {@code null} if it is not known
	 * @param reason why
	 */
	void rejected(@Nullable Object pattern, Rejection reason) {
		tell(pattern,
				(registry, route) -> route.rejections()
					.computeIfAbsent(reason,
							(key) -> Counter.builder("file.uploads.rejected")
								.description("Uploads that did not get through")
								.tag("uri", route.uri())
								.tag("reason", key.tag())
								.register(registry))
					.increment());
	}

	private void tell(@Nullable Object pattern, BiConsumer<MeterRegistry, Route> what) {
		try {
			MeterRegistry registry = this.registry.getIfAvailable();
			if (registry != null) {
				what.accept(registry, route(pattern));
			}
		}
		catch (RuntimeException ex) {
			// The upload goes on, whatever a registry thinks of a meter.
			logger.debug("An upload was not recorded", ex);
		}
	}

	private Route route(@Nullable Object pattern) {
		return Objects.requireNonNull(this.routes.get(uri(pattern),
				(uri) -> new Route(uri, new ConcurrentHashMap<>(), new ConcurrentHashMap<>())));
	}

	/**
	 * As Spring's convention for requests has it.
	 */
	private static String uri(@Nullable Object pattern) {
		String uri = (pattern != null) ? pattern.toString() : "UNKNOWN";
		return uri.isEmpty() ? "root" : uri;
	}

	private record Route(String uri, Map<FileType, DistributionSummary> sizes, Map<Rejection, Counter> rejections) {

	}

}
