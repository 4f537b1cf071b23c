package dev.sightline.autoconfigure.storage;

import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.ResponseBytes;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.async.ResponsePublisher;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Request;

import org.springframework.beans.factory.ObjectProvider;

import dev.sightline.autoconfigure.bounded.Causes;
import dev.sightline.autoconfigure.bounded.GuardedObservations;

/**
 * Observes operations and records the sizes of objects.
 */
class StorageOperations {

	private static final Logger logger = LoggerFactory.getLogger(StorageOperations.class);

	private static final String SUFFIX = "Request";

	private static final StorageConvention CONVENTION = new StorageConvention();

	private final ObjectProvider<ObservationRegistry> observations;

	private final ObjectProvider<MeterRegistry> meters;

	/**
	 * As many as S3 has kinds of requests.
	 */
	private final Map<Class<?>, String> names = new ConcurrentHashMap<>();

	private final Map<String, DistributionSummary> sizes = new ConcurrentHashMap<>();

	private final GuardedObservations guarded = new GuardedObservations(logger, "An operation on object storage");

	private volatile @Nullable ObservationRegistry registry;

	StorageOperations(ObjectProvider<ObservationRegistry> observations, ObjectProvider<MeterRegistry> meters) {
		this.observations = observations;
		this.meters = meters;
	}

	/**
	 * Observe an operation that ends when it returns.
	 * @param request what is asked for
	 * @param size the bytes that are sent, {@code null} if that is not known
	 * @param operation asks for it
	 */
	<T> T observe(S3Request request, @Nullable Long size, Supplier<T> operation) {
		StorageContext context = context(request);
		ObservationRegistry registry = registry();
		Observation observation = start(context, registry);
		Observation.Scope scope = this.guarded.open(observation, registry);
		try {
			T response = operation.get();
			succeeded(observation, context, size, response);
			return response;
		}
		catch (Throwable ex) {
			this.guarded.error(observation, ex);
			throw ex;
		}
		finally {
			this.guarded.close(scope, registry);
			this.guarded.stop(observation);
		}
	}

	/**
	 * Observe an operation that ends with its future. What the caller gets is completed
	 * after that, so that what she does next is no part of the operation.
	 * @param request what is asked for
	 * @param size the bytes that are sent, {@code null} if that is not known
	 * @param operation asks for it
	 */
	<T> CompletableFuture<T> observeAsync(S3Request request, @Nullable Long size,
			Supplier<CompletableFuture<T>> operation) {
		StorageContext context = context(request);
		ObservationRegistry registry = registry();
		Observation observation = start(context, registry);
		Observation.Scope scope = this.guarded.open(observation, registry);
		CompletableFuture<T> future;
		try {
			future = operation.get();
		}
		catch (Throwable ex) {
			this.guarded.error(observation, ex);
			this.guarded.stop(observation);
			throw ex;
		}
		finally {
			this.guarded.close(scope, registry);
		}
		CompletableFuture<T> observed = new ObservedFuture<>(future);
		future.whenComplete((response, ex) -> {
			if (ex == null) {
				succeeded(observation, context, size, response);
				this.guarded.stop(observation);
				observed.complete(response);
			}
			else {
				Throwable cause = Causes.unwrapped(ex);
				this.guarded.error(observation, cause);
				this.guarded.stop(observation);
				observed.completeExceptionally(ex);
			}
		});
		return observed;
	}

	private StorageContext context(S3Request request) {
		String name = this.names.computeIfAbsent(request.getClass(), StorageOperations::name);
		return new StorageContext(name, request.getValueForField("Bucket", String.class).orElse(null));
	}

	private static String name(Class<?> request) {
		String name = request.getSimpleName();
		return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
	}

	private ObservationRegistry registry() {
		ObservationRegistry registry = this.registry;
		if (registry == null) {
			registry = this.observations.getIfAvailable(() -> ObservationRegistry.NOOP);
			this.registry = registry;
		}
		return registry;
	}

	private Observation start(StorageContext context, ObservationRegistry registry) {
		return this.guarded.start(CONVENTION, CONVENTION, context, registry);
	}

	private void succeeded(Observation observation, StorageContext context, @Nullable Long sent,
			@Nullable Object response) {
		context.succeeded();
		Long size = (sent != null) ? sent : received(response);
		// Who leaves a request out does not want its objects either.
		if (size != null && !observation.isNoop()) {
			record(context.operation(), size);
		}
	}

	private void record(String operation, long size) {
		try {
			MeterRegistry registry = this.meters.getIfAvailable();
			if (registry != null) {
				this.sizes.computeIfAbsent(operation, (key) -> register(registry, key)).record(size);
			}
		}
		catch (RuntimeException ex) {
			// The operation was done, whatever a registry thinks of its meter.
			logger.debug("The size of an object was not recorded", ex);
		}
	}

	private static DistributionSummary register(MeterRegistry registry, String operation) {
		return DistributionSummary.builder("storage.object.size")
			.description("Size of the objects that were sent and received")
			.baseUnit("bytes")
			.tag("storage.system", StorageConvention.SYSTEM)
			.tag("operation", operation)
			.register(registry);
	}

	/**
	 * What the store said that it sends. Nothing is read for it.
	 */
	private static @Nullable Long received(@Nullable Object response) {
		Object head = response;
		if (response instanceof ResponseInputStream<?> stream) {
			head = stream.response();
		}
		else if (response instanceof ResponseBytes<?> bytes) {
			head = bytes.response();
		}
		else if (response instanceof ResponsePublisher<?> publisher) {
			head = publisher.response();
		}
		return (head instanceof GetObjectResponse object) ? object.contentLength() : null;
	}

	/**
	 * To cancel it cancels the request.
	 */
	private static final class ObservedFuture<T> extends CompletableFuture<T> {

		private final CompletableFuture<T> request;

		ObservedFuture(CompletableFuture<T> request) {
			this.request = request;
		}

		@Override
		public boolean cancel(boolean interrupt) {
			return this.request.cancel(interrupt) | super.cancel(interrupt);
		}

	}

}
