package dev.sightline.autoconfigure.llm.langchain4j;

import java.util.function.BiConsumer;
import java.util.function.Supplier;

import dev.langchain4j.agent.tool.ToolExecutionRequest;
import dev.langchain4j.invocation.InvocationContext;
import dev.langchain4j.service.tool.ToolExecutionResult;
import dev.langchain4j.service.tool.ToolExecutor;

import dev.sightline.autoconfigure.llm.ToolMeters;

/**
 * A tool that is observed.
 */
class ObservedToolExecutor implements ToolExecutor {

	private final ToolExecutor delegate;

	private final Calls calls;

	private final Supplier<ToolMeters> meters;

	ObservedToolExecutor(ToolExecutor delegate, Calls calls, Supplier<ToolMeters> meters) {
		this.delegate = delegate;
		this.calls = calls;
		this.meters = meters;
	}

	@Override
	public String execute(ToolExecutionRequest request, Object memoryId) {
		return observe(request, () -> this.delegate.execute(request, memoryId), (context, result) -> {
		});
	}

	@Override
	public ToolExecutionResult executeWithContext(ToolExecutionRequest request, InvocationContext context) {
		return observe(request, () -> this.delegate.executeWithContext(request, context), (known, result) -> {
			if (result.isError()) {
				known.failed(new ToolFailed());
			}
		});
	}

	private <T> T observe(ToolExecutionRequest request, Supplier<T> action, BiConsumer<ToolContext, T> done) {
		return this.calls.observe(WorkConvention.INSTANCE, () -> new ToolContext(this.meters.get(), request.name()),
				action, done);
	}

	/**
	 * A tool says that it failed, and no more.
	 */
	@SuppressWarnings("serial")
	private static final class ToolFailed extends RuntimeException {

		ToolFailed() {
			super(null, null, false, false);
		}

	}

}
