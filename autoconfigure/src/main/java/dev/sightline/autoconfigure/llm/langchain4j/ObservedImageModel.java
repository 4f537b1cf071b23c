package dev.sightline.autoconfigure.llm.langchain4j;

import java.lang.reflect.Method;
import java.util.List;
import java.util.function.Supplier;

import dev.langchain4j.data.image.Image;
import dev.langchain4j.model.image.ImageModel;
import dev.langchain4j.model.output.Response;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * A model whose images are observed.
 */
class ObservedImageModel implements ImageModel {

	private final ImageModel delegate;

	private final Calls calls;

	ObservedImageModel(ImageModel delegate, Calls calls) {
		this.delegate = delegate;
		this.calls = calls;
	}

	@Override
	public Response<Image> generate(String prompt) {
		return observe(prompt, () -> this.delegate.generate(prompt));
	}

	@Override
	public Response<List<Image>> generate(String prompt, int n) {
		return observe(prompt, () -> this.delegate.generate(prompt, n));
	}

	@Override
	public Response<Image> edit(Image image, String prompt) {
		return observe(prompt, () -> this.delegate.edit(image, prompt));
	}

	@Override
	public Response<Image> edit(Image image, Image mask, String prompt) {
		return observe(prompt, () -> this.delegate.edit(image, mask, prompt));
	}

	private <T> Response<T> observe(String prompt, Supplier<Response<T>> action) {
		return this.calls.observe(CallConvention.INSTANCE, () -> context(prompt), action, (context, response) -> {
			context.answered(null, response.tokenUsage());
			context.drawn((response.content() instanceof List<?> images) ? images.size() : 1);
		});
	}

	private PlainContext context(String prompt) {
		return new PlainContext("image_generation", Providers.name(this.delegate), modelName())
			.promptCharacters(prompt.length());
	}

	/**
	 * The interface has no name of the model, but those of LangChain4j do.
	 */
	private @Nullable String modelName() {
		Method method = ClassUtils.getMethodIfAvailable(this.delegate.getClass(), "modelName");
		Object name = (method != null) ? ReflectionUtils.invokeMethod(method, this.delegate) : null;
		return (name instanceof String text) ? text : null;
	}

}
