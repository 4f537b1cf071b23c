package dev.sightline.autoconfigure.llm.springai;

import java.lang.reflect.Field;
import java.util.List;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.ai.document.Document;
import org.springframework.ai.vectorstore.SearchRequest;
import org.springframework.ai.vectorstore.observation.AbstractObservationVectorStore;
import org.springframework.ai.vectorstore.observation.DefaultVectorStoreObservationConvention;
import org.springframework.ai.vectorstore.observation.VectorStoreObservationContext;
import org.springframework.ai.vectorstore.observation.VectorStoreObservationDocumentation;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.util.ReflectionUtils;

import dev.sightline.autoconfigure.bounded.GuardedObservations;

/**
 * Observes the vector stores that are beans and were built without a registry of
 * observations, as Spring AI observes those with one.
 */
class VectorStores implements BeanPostProcessor {

	private static final Logger logger = LoggerFactory.getLogger(VectorStores.class);

	private static final DefaultVectorStoreObservationConvention CONVENTION = new DefaultVectorStoreObservationConvention();

	private final ObjectProvider<ObservationRegistry> registries;

	private final GuardedObservations guarded = new GuardedObservations(logger, "An operation of a vector store");

	VectorStores(ObjectProvider<ObservationRegistry> registries) {
		this.registries = registries;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		try {
			return (bean instanceof AbstractObservationVectorStore store && isUnobserved(store))
					? BeanProxies.of(store, (invocation) -> invoke(store, invocation)) : bean;
		}
		catch (RuntimeException ex) {
			logger.warn("The vector store '{}' is not observed: build it with an ObservationRegistry", beanName, ex);
			return bean;
		}
	}

	/**
	 * No method tells of its registry.
	 */
	private static boolean isUnobserved(AbstractObservationVectorStore store) {
		Field field = ReflectionUtils.findField(AbstractObservationVectorStore.class, "observationRegistry",
				ObservationRegistry.class);
		if (field == null) {
			throw new IllegalStateException("Spring AI differs from the version that Sightline knows");
		}
		ReflectionUtils.makeAccessible(field);
		return ReflectionUtils.getField(field, store) instanceof ObservationRegistry registry && registry.isNoop();
	}

	private @Nullable Object invoke(AbstractObservationVectorStore store, MethodInvocation invocation)
			throws Throwable {
		VectorStoreObservationContext.Operation operation = switch (invocation.getMethod().getName()) {
			case "similaritySearch" -> VectorStoreObservationContext.Operation.QUERY;
			// Readers of documents know a store as a function.
			case "add", "accept", "write" -> VectorStoreObservationContext.Operation.ADD;
			case "delete" -> VectorStoreObservationContext.Operation.DELETE;
			default -> null;
		};
		// A class may have more methods of these names.
		VectorStoreObservationContext context = (operation != null && invocation.getArguments().length == 1)
				? context(store, operation, invocation.getArguments()[0]) : null;
		return (context != null) ? observe(context, invocation) : invocation.proceed();
	}

	private static @Nullable VectorStoreObservationContext context(AbstractObservationVectorStore store,
			VectorStoreObservationContext.Operation operation, @Nullable Object argument) {
		VectorStoreObservationContext context;
		try {
			// It may ask the model for its dimensions.
			context = store.createObservationContextBuilder(operation.value()).build();
		}
		catch (RuntimeException ex) {
			logger.debug("An operation of a vector store is not observed", ex);
			return null;
		}
		if (operation == VectorStoreObservationContext.Operation.QUERY) {
			context.setQueryRequest((argument instanceof SearchRequest request) ? request
					: SearchRequest.builder().query(String.valueOf(argument)).build());
		}
		return context;
	}

	private @Nullable Object observe(VectorStoreObservationContext context, MethodInvocation invocation)
			throws Throwable {
		ObservationRegistry registry = this.registries.getIfUnique(() -> ObservationRegistry.NOOP);
		Observation observation = this.guarded.start(() -> VectorStoreObservationDocumentation.AI_VECTOR_STORE
			.observation(null, CONVENTION, () -> context, registry)
			.start());
		Observation.Scope scope = this.guarded.open(observation, registry);
		try {
			Object result = invocation.proceed();
			if (result instanceof List<?> found) {
				context.setQueryResponse(
						found.stream().filter(Document.class::isInstance).map(Document.class::cast).toList());
			}
			return result;
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

}
