package dev.sightline.autoconfigure.http.client;

import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;

import org.jspecify.annotations.Nullable;

import org.springframework.core.codec.CodecException;
import org.springframework.http.converter.HttpMessageConversionException;

/**
 * Why a call got no answer, or not all of it. Of several causes the first in this order
 * says most.
 */
enum FailureReason {

	DNS, CONNECT_TIMEOUT, TLS, CONNECT_REFUSED, READ_TIMEOUT, RESET, CANCELLED, OTHER;

	private static final int DEEPEST = 16;

	/**
	 * What a reader of the JDK's client is told when Spring closes the body because its
	 * time is up.
	 */
	private static final String CLOSED_BY_SPRING = "closed";

	/**
	 * Exceptions of libraries that may be absent and that no class of the JDK tells
	 * apart.
	 */
	private static final Map<String, FailureReason> BY_NAME = Map.ofEntries(
			Map.entry("java.net.http.HttpConnectTimeoutException", CONNECT_TIMEOUT),
			Map.entry("java.net.http.HttpTimeoutException", READ_TIMEOUT),
			Map.entry("org.apache.hc.client5.http.ConnectTimeoutException", CONNECT_TIMEOUT),
			Map.entry("org.apache.hc.core5.http.ConnectionRequestTimeoutException", CONNECT_TIMEOUT),
			Map.entry("org.apache.hc.core5.http.ConnectionClosedException", RESET),
			Map.entry("org.apache.hc.core5.http.HttpStreamResetException", RESET),
			Map.entry("org.apache.hc.core5.http.NoHttpResponseException", RESET),
			Map.entry("org.apache.hc.core5.http.TruncatedChunkException", RESET),
			Map.entry("org.apache.hc.core5.http2.H2StreamResetException", RESET),
			Map.entry("io.netty.channel.ConnectTimeoutException", CONNECT_TIMEOUT),
			Map.entry("io.netty.handler.timeout.ReadTimeoutException", READ_TIMEOUT),
			Map.entry("io.netty.handler.timeout.WriteTimeoutException", READ_TIMEOUT),
			Map.entry("reactor.netty.channel.AbortedException", RESET),
			Map.entry("reactor.netty.http.client.PrematureCloseException", RESET),
			Map.entry("reactor.netty.internal.shaded.reactor.pool.PoolAcquireTimeoutException", CONNECT_TIMEOUT),
			Map.entry("org.springframework.web.reactive.function.client.WebClientRequestException", OTHER));

	private final String tag = name().toLowerCase(Locale.ROOT);

	/**
	 * The reason as a value of a tag.
	 */
	String tag() {
		return this.tag;
	}

	/**
	 * Find the reason of an error.
	 * @param error what the client threw
	 * @param answered whether there is an answer at least in part, so that what went
	 * wrong is the connection's fault only if that is known
	 * @return the reason, {@code null} if the error is none of a connection
	 */
	static @Nullable FailureReason of(Throwable error, boolean answered) {
		FailureReason reason = null;
		boolean content = answered;
		Throwable cause = error;
		for (int depth = 0; cause != null && depth < DEEPEST; depth++) {
			content |= cause instanceof HttpMessageConversionException || cause instanceof CodecException;
			FailureReason candidate = ofOne(cause);
			if (candidate != null && (reason == null || candidate.compareTo(reason) < 0)) {
				reason = candidate;
			}
			cause = cause.getCause();
		}
		return (reason == OTHER && content) ? null : reason;
	}

	private static @Nullable FailureReason ofOne(Throwable ex) {
		FailureReason named = BY_NAME.get(ex.getClass().getName());
		if (named != null) {
			return named;
		}
		if (ex instanceof UnknownHostException || ex instanceof UnresolvedAddressException) {
			return DNS;
		}
		if (ex instanceof SSLException) {
			// One that only passes on a time-out or a reset of the connection is none.
			return (ex instanceof SSLHandshakeException || !(ex.getCause() instanceof IOException)) ? TLS : null;
		}
		if (ex instanceof ConnectException || ex instanceof NoRouteToHostException) {
			return says(ex, "timed out") ? CONNECT_TIMEOUT : CONNECT_REFUSED;
		}
		if (ex instanceof SocketTimeoutException) {
			return says(ex, "connect timed out", "connect timeout") ? CONNECT_TIMEOUT : READ_TIMEOUT;
		}
		if (ex instanceof TimeoutException) {
			return READ_TIMEOUT;
		}
		if (ex instanceof ClosedByInterruptException || ex instanceof InterruptedIOException
				|| ex instanceof InterruptedException || ex instanceof CancellationException) {
			return CANCELLED;
		}
		if (ex instanceof EOFException || ex instanceof ClosedChannelException) {
			return RESET;
		}
		if (ex instanceof IOException) {
			if (CLOSED_BY_SPRING.equals(ex.getMessage())) {
				return READ_TIMEOUT;
			}
			return says(ex, "connection reset", "broken pipe", "unexpected end of file", "rst_stream") ? RESET : OTHER;
		}
		return null;
	}

	private static boolean says(Throwable ex, String... words) {
		String message = ex.getMessage();
		return message != null && Stream.of(words).anyMatch(message.toLowerCase(Locale.ROOT)::contains);
	}

}
