package dev.sightline.autoconfigure.llm;

import java.io.InterruptedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

import io.micrometer.common.KeyValue;
import org.jspecify.annotations.Nullable;

import org.springframework.http.HttpStatusCode;
import org.springframework.util.ClassUtils;

/**
 * Why a call failed, in few words: the status that HTTP answered, {@code timeout}, or the
 * class of the exception.
 */
public final class ErrorType {

	/**
	 * Nobody answered in time.
	 */
	public static final String TIMEOUT = "timeout";

	/**
	 * Longer chains of causes are not searched.
	 */
	private static final int DEPTH = 10;

	private static final boolean SPRING_WEB = ClassUtils.isPresent("org.springframework.http.HttpStatusCode",
			ErrorType.class.getClassLoader());

	/**
	 * How the exceptions of a class tell a status, if they do. OpenAI's, Anthropic's and
	 * LangChain4j's have one by the same name.
	 */
	private static final ClassValue<@Nullable Method> STATUS = new ClassValue<>() {

		@Override
		protected @Nullable Method computeValue(Class<?> type) {
			Method method = ClassUtils.getMethodIfAvailable(type, "statusCode");
			return (method != null) ? method : ClassUtils.getMethodIfAvailable(type, "getStatusCode");
		}

	};

	private ErrorType() {
	}

	/**
	 * The type of an error.
	 * @param error the error, {@code null} if there was none
	 * @return the type, or {@code none}
	 */
	public static String of(@Nullable Throwable error) {
		if (error == null) {
			return KeyValue.NONE_VALUE;
		}
		int status = status(error);
		if (status > 0) {
			return Integer.toString(status);
		}
		return isTimeout(error) ? TIMEOUT : unwrap(error).getClass().getName();
	}

	/**
	 * The status that HTTP answered.
	 * @return the status, 0 if it is not known
	 */
	public static int status(Throwable error) {
		Throwable cause = error;
		for (int i = 0; i < DEPTH && cause != null; i++) {
			int status = ownStatus(cause);
			if (status > 0) {
				return status;
			}
			cause = cause.getCause();
		}
		return 0;
	}

	private static int ownStatus(Throwable error) {
		Method method = STATUS.get(error.getClass());
		if (method == null) {
			return 0;
		}
		try {
			Object status = method.invoke(error);
			if (status instanceof Integer number) {
				return number;
			}
			return (SPRING_WEB && status instanceof HttpStatusCode code) ? code.value() : 0;
		}
		catch (IllegalAccessException | InvocationTargetException ex) {
			return 0;
		}
	}

	private static boolean isTimeout(Throwable error) {
		Throwable cause = error;
		for (int i = 0; i < DEPTH && cause != null; i++) {
			if (cause instanceof TimeoutException || cause instanceof HttpTimeoutException
					|| cause instanceof InterruptedIOException) {
				return true;
			}
			cause = cause.getCause();
		}
		return false;
	}

	private static Throwable unwrap(Throwable error) {
		Throwable unwrapped = error;
		for (int i = 0; i < DEPTH && unwrapped.getCause() != null
				&& (unwrapped instanceof CompletionException || unwrapped instanceof ExecutionException); i++) {
			unwrapped = unwrapped.getCause();
		}
		return unwrapped;
	}

}
