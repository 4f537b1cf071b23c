package dev.sightline.autoconfigure.export;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.net.http.HttpTimeoutException;
import java.util.concurrent.TimeoutException;

import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.bounded.Causes;

/**
 * Why something that was tried did not reach its destination.
 *
 * @param reason the reason
 * @param detail what is told of it, as the end of a sentence
 */
public record Failure(LossReason reason, String detail) {

	/**
	 * What a receiver means by its answer.
	 * @param status a status of HTTP
	 * @return {@code null} if it took what was sent
	 */
	public static @Nullable Failure ofStatus(int status) {
		if (status >= 200 && status < 300) {
			return null;
		}
		return new Failure(switch (status) {
			case 401, 403, 407 -> LossReason.UNAUTHORIZED;
			case 429 -> LossReason.THROTTLED;
			case 408, 504 -> LossReason.TIMEOUT;
			case 500, 502, 503 -> LossReason.UNAVAILABLE;
			default -> LossReason.REJECTED;
		}, "it answered with status " + status);
	}

	/**
	 * What it means that there was no answer.
	 * @param thrown what was thrown instead, {@code null} if that is not known
	 */
	public static Failure of(@Nullable Throwable thrown) {
		Throwable cause = thrown;
		for (int i = 0; i < Causes.DEPTH && cause != null && cause.getCause() != null && !isKnown(cause); i++) {
			cause = cause.getCause();
		}
		return new Failure(reason(cause), (cause != null) ? String.valueOf(cause) : "the exporter failed");
	}

	private static LossReason reason(@Nullable Throwable cause) {
		if (cause instanceof HttpTimeoutException || cause instanceof TimeoutException
				|| cause instanceof SocketTimeoutException) {
			return LossReason.TIMEOUT;
		}
		return (cause != null && isKnown(cause)) ? LossReason.CONNECTION : LossReason.ERROR;
	}

	private static boolean isKnown(Throwable failure) {
		return failure instanceof IOException || failure instanceof TimeoutException;
	}

}
