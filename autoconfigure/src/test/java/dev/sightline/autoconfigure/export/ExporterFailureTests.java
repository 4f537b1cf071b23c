package dev.sightline.autoconfigure.export;

import java.io.IOException;
import java.net.http.HttpTimeoutException;
import java.util.Locale;

import io.opentelemetry.exporter.internal.FailedExportException;
import io.opentelemetry.sdk.common.export.GrpcResponse;
import io.opentelemetry.sdk.common.export.GrpcStatusCode;
import io.opentelemetry.sdk.common.export.HttpResponse;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExporterFailure}, on the exceptions of OpenTelemetry.
 */
class ExporterFailureTests {

	@ParameterizedTest
	@CsvSource({ "401, unauthorized", "429, throttled", "503, unavailable", "504, timeout", "413, rejected" })
	void shouldKnowAnswersOverHttp(int status, String reason) {
		Failure failure = ExporterFailure.of(FailedExportException.httpFailedWithResponse(new Http(status)));
		assertThat(failure.reason()).isEqualTo(LossReason.valueOf(reason.toUpperCase(Locale.ROOT)));
		assertThat(failure.detail()).isEqualTo("it answered with status " + status);
	}

	@ParameterizedTest
	@CsvSource({ "UNAUTHENTICATED, unauthorized", "PERMISSION_DENIED, unauthorized", "RESOURCE_EXHAUSTED, throttled",
			"DEADLINE_EXCEEDED, timeout", "UNAVAILABLE, unavailable", "DATA_LOSS, unavailable",
			"INVALID_ARGUMENT, rejected", "UNIMPLEMENTED, rejected" })
	void shouldKnowAnswersOverGrpc(GrpcStatusCode status, String reason) {
		Failure failure = ExporterFailure.of(FailedExportException.grpcFailedWithResponse(new Grpc(status)));
		assertThat(failure.reason()).isEqualTo(LossReason.valueOf(reason.toUpperCase(Locale.ROOT)));
		assertThat(failure.detail()).isEqualTo("it answered with status " + status);
	}

	@Test
	void shouldKnowThatThereWasNoAnswer() {
		assertThat(ExporterFailure.of(FailedExportException.httpFailedExceptionally(new HttpTimeoutException("late"))))
			.isEqualTo(new Failure(LossReason.TIMEOUT, "java.net.http.HttpTimeoutException: late"));
		assertThat(ExporterFailure.of(FailedExportException.grpcFailedExceptionally(new IOException("reset"))))
			.isEqualTo(new Failure(LossReason.CONNECTION, "java.io.IOException: reset"));
		assertThat(ExporterFailure.of(null)).isEqualTo(new Failure(LossReason.ERROR, "the exporter failed"));
	}

	private record Http(int status) implements HttpResponse {

		@Override
		public int getStatusCode() {
			return this.status;
		}

		@Override
		public String getStatusMessage() {
			return "";
		}

		@Override
		public byte[] getResponseBody() {
			return new byte[0];
		}

	}

	private record Grpc(GrpcStatusCode status) implements GrpcResponse {

		@Override
		public GrpcStatusCode getStatusCode() {
			return this.status;
		}

		@Override
		public String getStatusDescription() {
			return "";
		}

		@Override
		public byte[] getResponseMessage() {
			return new byte[0];
		}

	}

}
