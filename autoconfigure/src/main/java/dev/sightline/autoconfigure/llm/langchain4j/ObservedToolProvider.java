package dev.sightline.autoconfigure.llm.langchain4j;

import java.util.List;
import java.util.function.Supplier;

import dev.langchain4j.service.tool.AiServiceTool;
import dev.langchain4j.service.tool.ToolProvider;
import dev.langchain4j.service.tool.ToolProviderRequest;
import dev.langchain4j.service.tool.ToolProviderResult;

import dev.sightline.autoconfigure.llm.ToolMeters;

/**
 * Provides tools that are observed, such as those of MCP servers.
 */
class ObservedToolProvider implements ToolProvider {

	private final ToolProvider delegate;

	private final Calls calls;

	private final Supplier<ToolMeters> meters;

	ObservedToolProvider(ToolProvider delegate, Calls calls, Supplier<ToolMeters> meters) {
		this.delegate = delegate;
		this.calls = calls;
		this.meters = meters;
	}

	@Override
	public ToolProviderResult provideTools(ToolProviderRequest request) {
		ToolProviderResult result = this.delegate.provideTools(request);
		if (result == null) {
			return result;
		}
		List<AiServiceTool> tools = result.aiServiceTools().stream().map(this::observed).toList();
		return ToolProviderResult.builder().addAll(tools).build();
	}

	private AiServiceTool observed(AiServiceTool tool) {
		if (tool.toolExecutor() instanceof ObservedToolExecutor) {
			return tool;
		}
		return tool.toBuilder()
			.toolExecutor(new ObservedToolExecutor(tool.toolExecutor(), this.calls, this.meters))
			.build();
	}

	@Override
	public boolean isDynamic() {
		return this.delegate.isDynamic();
	}

}
