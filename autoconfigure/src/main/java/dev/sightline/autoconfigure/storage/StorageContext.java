package dev.sightline.autoconfigure.storage;

import java.util.Map;

import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.exception.SdkServiceException;

import dev.sightline.autoconfigure.spans.Headerless;

/**
 * What is known of one operation while it runs. It is that of a client, so that its span
 * is one too, but the store gets no header: a request is signed as it is.
 */
class StorageContext extends SenderContext<Map<String, String>> implements Headerless {

	private static final int SERVER_ERROR = 500;

	private final String operation;

	private final @Nullable String bucket;

	private boolean succeeded;

	StorageContext(String operation, @Nullable String bucket) {
		super((carrier, key, value) -> {
		}, Kind.CLIENT);
		this.operation = operation;
		this.bucket = bucket;
		setCarrier(Map.of());
		setRemoteServiceName(StorageConvention.SYSTEM);
	}

	String operation() {
		return this.operation;
	}

	@Nullable String bucket() {
		return this.bucket;
	}

	void succeeded() {
		this.succeeded = true;
	}

	/**
	 * As Spring has it for HTTP clients.
	 */
	String outcome() {
		if (this.succeeded) {
			return "SUCCESS";
		}
		if (getError() instanceof SdkServiceException refused) {
			return (refused.statusCode() >= SERVER_ERROR) ? "SERVER_ERROR" : "CLIENT_ERROR";
		}
		return "UNKNOWN";
	}

}
