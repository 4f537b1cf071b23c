package dev.sightline.autoconfigure.upload;

import java.util.Locale;
import java.util.Map;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.core.Ordered;
import org.springframework.util.StringUtils;
import org.springframework.web.multipart.MaxUploadSizeExceededException;
import org.springframework.web.multipart.MultipartException;
import org.springframework.web.servlet.HandlerExceptionResolver;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.ModelAndView;
import org.springframework.web.util.DisconnectedClientHelper;

/**
 * Counts uploads that the container refuses, and leaves the answer to the resolvers that
 * come after it.
 */
class RejectedUploadResolver implements HandlerExceptionResolver, Ordered {

	/**
	 * What the exceptions of Tomcat and Jetty mean. Neither has to be on the class path.
	 */
	private static final Map<String, Rejection> REASONS = Map.ofEntries(
			Map.entry("FileSizeLimitExceededException", Rejection.FILE_TOO_LARGE),
			Map.entry("SizeLimitExceededException", Rejection.REQUEST_TOO_LARGE),
			Map.entry("FileCountLimitExceededException", Rejection.TOO_MANY_PARTS),
			Map.entry("ClientAbortException", Rejection.ABORTED), Map.entry("EofException", Rejection.ABORTED),
			Map.entry("HttpEofException", Rejection.ABORTED), Map.entry("SocketTimeoutException", Rejection.ABORTED),
			Map.entry("TimeoutException", Rejection.ABORTED), Map.entry("FileUploadException", Rejection.MALFORMED),
			Map.entry("MalformedStreamException", Rejection.MALFORMED),
			Map.entry("IllegalBoundaryException", Rejection.MALFORMED),
			Map.entry("InvalidContentTypeException", Rejection.MALFORMED),
			Map.entry("InvalidFileNameException", Rejection.MALFORMED),
			Map.entry("BadMessageException", Rejection.MALFORMED),
			// Jetty's parser: the connection is there, but the last boundary is not.
			Map.entry("EOFException", Rejection.MALFORMED));

	private final Uploads uploads;

	RejectedUploadResolver(Uploads uploads) {
		this.uploads = uploads;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public @Nullable ModelAndView resolveException(HttpServletRequest request, HttpServletResponse response,
			@Nullable Object handler, Exception ex) {
		// Spring also throws it if a handler of uploads gets a request that is none.
		if (ex instanceof MultipartException rejected && request.getDispatcherType() != DispatcherType.ERROR
				&& StringUtils.startsWithIgnoreCase(request.getContentType(), "multipart/")) {
			this.uploads.rejected(request.getAttribute(HandlerMapping.BEST_MATCHING_PATTERN_ATTRIBUTE),
					reason(rejected));
		}
		return null;
	}

	private static Rejection reason(MultipartException ex) {
		for (Throwable cause = ex; cause != null; cause = cause.getCause()) {
			Rejection reason = REASONS.get(cause.getClass().getSimpleName());
			if (reason != null) {
				return reason;
			}
		}
		if (DisconnectedClientHelper.isClientDisconnectedException(ex)) {
			return Rejection.ABORTED;
		}
		return (ex instanceof MaxUploadSizeExceededException) ? byMessage(ex) : Rejection.OTHER;
	}

	/**
	 * Jetty has no exceptions for limits. Spring knows them by the message as well.
	 */
	private static Rejection byMessage(Throwable ex) {
		for (Throwable cause = ex.getCause(); cause != null; cause = cause.getCause()) {
			String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
			if (message.contains("file size")) {
				return Rejection.FILE_TOO_LARGE;
			}
			if (message.contains("parts") || message.contains("count")) {
				return Rejection.TOO_MANY_PARTS;
			}
		}
		return Rejection.REQUEST_TOO_LARGE;
	}

}
