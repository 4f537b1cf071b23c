package dev.sightline.autoconfigure.llm.springai;

import java.util.List;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import org.springframework.ai.tool.execution.ToolExecutionException;
import org.springframework.ai.tool.observation.ToolCallingObservationContext;

import dev.sightline.autoconfigure.bounded.Guard;
import dev.sightline.autoconfigure.llm.ContentAttributes;
import dev.sightline.autoconfigure.llm.ErrorType;
import dev.sightline.autoconfigure.llm.GenAi;
import dev.sightline.autoconfigure.llm.ToolMeters;
import dev.sightline.autoconfigure.redaction.Redactor;

/**
 * Measures the tools that Spring AI calls for a model, and puts the attributes of the
 * conventions on their spans.
 */
class ToolCallHandler implements ObservationHandler<ToolCallingObservationContext> {

	/**
	 * Spring AI puts them on spans only if the user says so, but as they are.
	 */
	private static final List<String> TEXTS = List.of("spring.ai.tool.call.arguments", "spring.ai.tool.call.result");

	private final ToolMeters meters;

	private final @Nullable ContentAttributes content;

	private final SpanTexts texts;

	private final Guard guard = new Guard(LoggerFactory.getLogger(ToolCallHandler.class),
			"A call of a tool was not fully observed. This is told once.");

	/**
	 * Create it.
	 * @param content cleans texts that may leave, {@code null} if they may not
	 * @param redactor cleans texts that the user has Spring AI tell
	 */
	ToolCallHandler(ToolMeters meters, @Nullable ContentAttributes content, Redactor redactor) {
		this.meters = meters;
		this.content = content;
		this.texts = new SpanTexts(TEXTS, redactor::redact);
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof ToolCallingObservationContext;
	}

	@Override
	public void onStart(ToolCallingObservationContext context) {
		context.put(ToolCallHandler.class, System.nanoTime());
	}

	@Override
	public void onStop(ToolCallingObservationContext context) {
		this.guard.run(() -> this.texts.clean(context));
		this.guard.run(() -> {
			Long start = context.get(ToolCallHandler.class);
			long nanos = (start != null) ? System.nanoTime() - start : 0;
			Throwable error = cause(context.getError());
			String tool = context.getToolDefinition().name();
			this.meters.record(tool, context.getToolType(), nanos, error);
			put(context, GenAi.TOOL_NAME, tool);
			put(context, GenAi.TOOL_TYPE, context.getToolType());
			put(context, GenAi.TOOL_CALL_ID, context.getToolCallId());
			if (error != null) {
				put(context, GenAi.ERROR_TYPE, ErrorType.of(error));
			}
			putContent(context);
		});
	}

	private void putContent(ToolCallingObservationContext context) {
		ContentAttributes content = this.content;
		if (content != null) {
			put(context, GenAi.TOOL_CALL_ARGUMENTS, content.clean(context.getToolCallArguments()));
			String result = context.getToolCallResult();
			if (result != null) {
				put(context, GenAi.TOOL_CALL_RESULT, content.clean(result));
			}
		}
	}

	private static @Nullable Throwable cause(@Nullable Throwable error) {
		return (error instanceof ToolExecutionException && error.getCause() != null) ? error.getCause() : error;
	}

	private static void put(Observation.Context context, GenAi name, String value) {
		context.addHighCardinalityKeyValue(KeyValue.of(name.key(), value));
	}

}
