package dev.sightline.autoconfigure.storage;

import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.async.AsyncRequestBody;
import software.amazon.awssdk.services.s3.DelegatingS3AsyncClient;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Request;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * A client whose operations are observed until their futures end.
 */
class ObservedS3AsyncClient extends DelegatingS3AsyncClient {

	private final S3AsyncClient delegate;

	private final StorageOperations operations;

	ObservedS3AsyncClient(S3AsyncClient delegate, StorageOperations operations) {
		super(delegate);
		this.delegate = delegate;
		this.operations = operations;
	}

	@Override
	protected <T extends S3Request, R> CompletableFuture<R> invokeOperation(T request,
			Function<T, CompletableFuture<R>> operation) {
		return this.operations.observeAsync(request, null, () -> operation.apply(request));
	}

	@Override
	public CompletableFuture<PutObjectResponse> putObject(PutObjectRequest request, AsyncRequestBody body) {
		return this.operations.observeAsync(request, size(body), () -> this.delegate.putObject(request, body));
	}

	@Override
	public CompletableFuture<UploadPartResponse> uploadPart(UploadPartRequest request, AsyncRequestBody body) {
		return this.operations.observeAsync(request, size(body), () -> this.delegate.uploadPart(request, body));
	}

	private static @Nullable Long size(@Nullable AsyncRequestBody body) {
		return (body != null) ? body.contentLength().orElse(null) : null;
	}

}
