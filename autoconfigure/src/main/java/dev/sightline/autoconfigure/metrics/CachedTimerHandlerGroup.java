package dev.sightline.autoconfigure.metrics;

import java.util.List;
import java.util.function.UnaryOperator;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.observation.DefaultMeterObservationHandler;
import io.micrometer.core.instrument.observation.MeterObservationHandler;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import io.micrometer.observation.ObservationRegistry.ObservationConfig;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.micrometer.observation.autoconfigure.ObservationHandlerGroup;

/**
 * Takes Spring Boot's meter handler out of its group and registers the cached one in its
 * place, unless the user has a meter handler of her own.
 */
class CachedTimerHandlerGroup implements ObservationHandlerGroup {

	private final ObjectProvider<MeterObservationHandler<?>> handlers;

	private final ObjectProvider<MeterRegistry> registry;

	private final UnaryOperator<MeterObservationHandler<Observation.Context>> decorator;

	CachedTimerHandlerGroup(ObjectProvider<MeterObservationHandler<?>> handlers, ObjectProvider<MeterRegistry> registry,
			UnaryOperator<MeterObservationHandler<Observation.Context>> decorator) {
		this.handlers = handlers;
		this.registry = registry;
		this.decorator = decorator;
	}

	@Override
	public boolean isMember(ObservationHandler<?> handler) {
		return handler.getClass() == DefaultMeterObservationHandler.class && this.handlers.stream().count() == 1
				&& this.registry.getIfAvailable() != null;
	}

	@Override
	public void registerMembers(ObservationConfig config, List<ObservationHandler<?>> members) {
		members.forEach((member) -> config
			.observationHandler(this.decorator.apply(new CachedTimerObservationHandler(this.registry.getObject(),
					(DefaultMeterObservationHandler) member))));
	}

	/**
	 * Not {@code MeterObservationHandler}, in front of which Spring Boot's tracing group
	 * puts itself.
	 */
	@Override
	public Class<?> handlerType() {
		return ObservationHandler.class;
	}

	@Override
	public int compareTo(ObservationHandlerGroup other) {
		return (other instanceof CachedTimerHandlerGroup) ? 0 : -1;
	}

}
