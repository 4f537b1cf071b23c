package dev.sightline.autoconfigure.llm;

import java.util.concurrent.TimeUnit;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;

/**
 * Measures how long tools take that a model asks for, and how they end.
 */
public final class ToolMeters {

	private final ObjectProvider<MeterRegistry> registry;

	/**
	 * Servers of tools may make up names.
	 */
	private final BoundedNames tools = new BoundedNames();

	/**
	 * A model says what the type is.
	 */
	private final BoundedNames types = new BoundedNames();

	ToolMeters(ObjectProvider<MeterRegistry> registry) {
		this.registry = registry;
	}

	/**
	 * Note that a tool is done.
	 * @param tool its name
	 * @param type its type, {@code function} for one that runs in this process
	 * @param nanos how long it took, in nanoseconds
	 * @param error what it failed with, even if the model was told of it in place of the
	 * caller; {@code null} if it did not
	 */
	public void record(String tool, String type, long nanos, @Nullable Throwable error) {
		this.registry.ifAvailable((registry) -> Timer.builder(GenAi.EXECUTE_TOOL_DURATION.key())
			.description("Time that a tool takes that a model asked for")
			.tag(GenAi.TOOL_NAME.key(), this.tools.tag(tool))
			.tag(GenAi.TOOL_TYPE.key(), this.types.tag(type))
			.tag(GenAi.ERROR_TYPE.key(), ErrorType.of(error))
			.register(registry)
			.record(nanos, TimeUnit.NANOSECONDS));
	}

}
