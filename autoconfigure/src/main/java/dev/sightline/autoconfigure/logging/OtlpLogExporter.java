package dev.sightline.autoconfigure.logging;

import java.util.Collection;
import java.util.List;

import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.logs.data.LogRecordData;
import io.opentelemetry.sdk.logs.export.LogRecordExporter;
import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.export.ExporterFailure;
import dev.sightline.autoconfigure.export.Failure;

/**
 * Counts what another exporter sends, and gives critical lines their severity.
 */
class OtlpLogExporter implements LogRecordExporter {

	private final LogRecordExporter delegate;

	private final OtlpLogGate gate;

	OtlpLogExporter(LogRecordExporter delegate, OtlpLogGate gate) {
		this.delegate = delegate;
		this.gate = gate;
	}

	@Override
	public CompletableResultCode export(Collection<LogRecordData> records) {
		int count = records.size();
		long size = 0;
		for (LogRecordData data : records) {
			size += OtlpLogGate.size(data.getBodyValue(), data.getAttributes());
		}
		long whole = size;
		List<LogRecordData> rated = records.stream().map(CriticalLogRecord::of).toList();
		CompletableResultCode result;
		try {
			result = this.delegate.export(rated);
		}
		catch (RuntimeException ex) {
			result = CompletableResultCode.ofExceptionalFailure(ex);
		}
		CompletableResultCode sent = result;
		sent.whenComplete(() -> this.gate.leave(count, whole, failure(sent)));
		return sent;
	}

	private static @Nullable Failure failure(CompletableResultCode result) {
		return result.isSuccess() ? null : ExporterFailure.of(result.getFailureThrowable());
	}

	@Override
	public CompletableResultCode flush() {
		return this.delegate.flush();
	}

	@Override
	public CompletableResultCode shutdown() {
		return this.delegate.shutdown();
	}

}
