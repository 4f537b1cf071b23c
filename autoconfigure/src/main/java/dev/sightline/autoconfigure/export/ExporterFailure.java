package dev.sightline.autoconfigure.export;

import io.opentelemetry.exporter.internal.FailedExportException.GrpcExportException;
import io.opentelemetry.exporter.internal.FailedExportException.HttpExportException;
import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import org.jspecify.annotations.Nullable;

/**
 * Why an exporter of OpenTelemetry failed, which it tells by the exception of its result.
 *
 * @see <a href= "https://opentelemetry.io/docs/specs/otlp/#failures-1">Failures of
 * OTLP</a>
 */
public final class ExporterFailure {

	private ExporterFailure() {
	}

	/**
	 * What is known of a failure.
	 * @param thrown the exception of the result, {@code null} if it has none
	 */
	public static Failure of(@Nullable Throwable thrown) {
		Failure answer = null;
		try {
			answer = answer(thrown);
		}
		catch (LinkageError ex) {
			// The exceptions are not of OpenTelemetry's public classes, so that another
			// version may have others, which tell less.
		}
		return (answer != null) ? answer : Failure.of(thrown);
	}

	private static @Nullable Failure answer(@Nullable Throwable thrown) {
		if (thrown instanceof HttpExportException http && http.getResponse() != null) {
			return Failure.ofStatus(http.getResponse().getStatusCode());
		}
		if (thrown instanceof GrpcExportException grpc && grpc.getResponse() != null) {
			GrpcStatusCode status = grpc.getResponse().getStatusCode();
			return new Failure(reason(status), "it answered with status " + status);
		}
		return null;
	}

	private static LossReason reason(GrpcStatusCode status) {
		return switch (status) {
			case UNAUTHENTICATED, PERMISSION_DENIED -> LossReason.UNAUTHORIZED;
			case RESOURCE_EXHAUSTED -> LossReason.THROTTLED;
			case DEADLINE_EXCEEDED -> LossReason.TIMEOUT;
			case UNAVAILABLE, CANCELLED, ABORTED, OUT_OF_RANGE, DATA_LOSS -> LossReason.UNAVAILABLE;
			default -> LossReason.REJECTED;
		};
	}

}
