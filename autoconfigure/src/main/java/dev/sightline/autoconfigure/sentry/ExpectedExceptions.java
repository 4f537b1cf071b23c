package dev.sightline.autoconfigure.sentry;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

import org.jspecify.annotations.Nullable;

import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.ClassUtils;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.util.DisconnectedClientHelper;

import dev.sightline.autoconfigure.bounded.Causes;

/**
 * The exceptions that are an answer to what a client did, and no fault of the
 * application.
 */
class ExpectedExceptions {

	private static final boolean WEB = ClassUtils.isPresent("org.springframework.web.util.DisconnectedClientHelper",
			ExpectedExceptions.class.getClassLoader());

	/**
	 * Those that do not say their status themselves. Names, since their libraries may be
	 * absent.
	 */
	private static final List<String> KNOWN = List.of("org.springframework.security.access.AccessDeniedException",
			"org.springframework.security.core.AuthenticationException",
			"org.springframework.http.converter.HttpMessageNotReadableException",
			"org.springframework.beans.TypeMismatchException", "org.springframework.validation.BindException",
			"jakarta.validation.ConstraintViolationException");

	/**
	 * Those that only wrap another.
	 */
	private static final Set<String> WRAPPERS = Set.of("jakarta.servlet.ServletException",
			"java.util.concurrent.CompletionException", "java.util.concurrent.ExecutionException",
			"java.lang.reflect.UndeclaredThrowableException");

	private final Set<String> names = new HashSet<>(KNOWN);

	/**
	 * Create it.
	 * @param names more names of types, which stand for their subtypes too
	 */
	ExpectedExceptions(List<String> names) {
		this.names.addAll(names);
	}

	boolean contains(Throwable thrown) {
		Throwable cause = thrown;
		for (int i = 0; i < Causes.DEPTH && cause != null; i++) {
			if (isExpected(cause)) {
				return true;
			}
			cause = WRAPPERS.contains(cause.getClass().getName()) ? cause.getCause() : null;
		}
		return false;
	}

	private boolean isExpected(Throwable thrown) {
		return isNamed(thrown.getClass()) || (WEB && Web.isExpected(thrown));
	}

	private boolean isNamed(@Nullable Class<?> type) {
		if (type == null) {
			return false;
		}
		if (this.names.contains(type.getName()) || isNamed(type.getSuperclass())) {
			return true;
		}
		for (Class<?> implemented : type.getInterfaces()) {
			if (isNamed(implemented)) {
				return true;
			}
		}
		return false;
	}

	/**
	 * What only Spring's web module knows.
	 */
	private static final class Web {

		static boolean isExpected(Throwable thrown) {
			if (thrown instanceof ErrorResponse response) {
				return response.getStatusCode().is4xxClientError();
			}
			ResponseStatus status = AnnotatedElementUtils.findMergedAnnotation(thrown.getClass(), ResponseStatus.class);
			return (status != null && status.code().is4xxClientError()) || (RootCause.isEnd(RootCause.of(thrown))
					&& DisconnectedClientHelper.isClientDisconnectedException(thrown));
		}

	}

}
