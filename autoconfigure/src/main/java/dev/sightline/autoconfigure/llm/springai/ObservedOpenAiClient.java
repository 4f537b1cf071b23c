package dev.sightline.autoconfigure.llm.springai;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

import com.openai.client.OpenAIClientAsync;
import com.openai.core.http.AsyncStreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.services.async.ChatServiceAsync;
import com.openai.services.async.chat.ChatCompletionServiceAsync;
import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.llm.ModelCall;

/**
 * A client of OpenAI whose streams of chat completions are {@link OpenAiStream}s. It is a
 * proxy, since its interfaces grow with every version.
 */
final class ObservedOpenAiClient {

	private final StartedStreams started;

	ObservedOpenAiClient(StartedStreams started) {
		this.started = started;
	}

	OpenAIClientAsync around(OpenAIClientAsync client) {
		return proxy(OpenAIClientAsync.class, client,
				(result) -> (result instanceof ChatServiceAsync chat) ? chat(chat) : result);
	}

	private ChatServiceAsync chat(ChatServiceAsync chat) {
		return proxy(ChatServiceAsync.class, chat,
				(result) -> (result instanceof ChatCompletionServiceAsync completions) ? completions(completions)
						: result);
	}

	private ChatCompletionServiceAsync completions(ChatCompletionServiceAsync completions) {
		return proxy(ChatCompletionServiceAsync.class, completions,
				(result) -> (result instanceof AsyncStreamResponse<?> stream) ? stream(stream) : result);
	}

	@SuppressWarnings("unchecked")
	private AsyncStreamResponse<?> stream(AsyncStreamResponse<?> stream) {
		ModelCall call = this.started.take();
		if (call == null || !(call.context() instanceof Observation.Context context) || !call.claimChunks()) {
			return stream;
		}
		OpenAiStream observed = new OpenAiStream((AsyncStreamResponse<ChatCompletionChunk>) stream, call);
		context.put(PartialAnswer.class, observed);
		// What it sees comes before the end of the observation.
		call.release();
		return observed;
	}

	private static <T> T proxy(Class<T> type, T target, Results results) {
		return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] { type },
				(proxy, method, arguments) -> results.observe(invoke(method, target, arguments))));
	}

	private static @Nullable Object invoke(Method method, Object target, Object @Nullable [] arguments)
			throws Throwable {
		try {
			return method.invoke(target, arguments);
		}
		catch (InvocationTargetException ex) {
			throw ex.getTargetException();
		}
	}

	private interface Results {

		@Nullable Object observe(@Nullable Object result);

	}

}
