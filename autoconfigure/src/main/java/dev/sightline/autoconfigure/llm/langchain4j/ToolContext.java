package dev.sightline.autoconfigure.llm.langchain4j;

import io.micrometer.common.KeyValues;
import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.llm.ErrorType;
import dev.sightline.autoconfigure.llm.GenAi;
import dev.sightline.autoconfigure.llm.ToolMeters;

/**
 * What is known of a tool while it runs.
 */
final class ToolContext extends WorkContext {

	/**
	 * That of a tool that runs in this process.
	 */
	private static final String FUNCTION = "function";

	private static final String EXECUTE_TOOL = "execute_tool";

	private final ToolMeters meters;

	private final String tool;

	private final long start = System.nanoTime();

	private @Nullable Throwable told;

	ToolContext(ToolMeters meters, String tool) {
		this.meters = meters;
		this.tool = tool;
	}

	/**
	 * Note that it failed, and that the model is told of it in place of the caller.
	 */
	void failed(Throwable error) {
		this.told = error;
	}

	@Override
	String spanName() {
		return EXECUTE_TOOL + " " + this.tool;
	}

	@Override
	KeyValues details() {
		KeyValues details = KeyValues.of(GenAi.OPERATION_NAME.key(), EXECUTE_TOOL, GenAi.TOOL_NAME.key(), this.tool,
				GenAi.TOOL_TYPE.key(), FUNCTION);
		Throwable error = error();
		return (error != null) ? details.and(GenAi.ERROR_TYPE.key(), ErrorType.of(error)) : details;
	}

	private @Nullable Throwable error() {
		return (getError() != null) ? getError() : this.told;
	}

	@Override
	void started() {
		// Its time is taken already.
	}

	@Override
	void ended() {
		this.meters.record(this.tool, FUNCTION, System.nanoTime() - this.start, error());
	}

}
