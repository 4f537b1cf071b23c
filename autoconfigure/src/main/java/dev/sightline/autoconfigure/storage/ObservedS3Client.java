package dev.sightline.autoconfigure.storage;

import java.util.function.Function;

import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Request;
import software.amazon.awssdk.services.s3.model.UploadPartRequest;
import software.amazon.awssdk.services.s3.model.UploadPartResponse;

/**
 * A client whose operations are observed.
 */
class ObservedS3Client extends DelegatingS3Client {

	private final S3Client delegate;

	private final StorageOperations operations;

	ObservedS3Client(S3Client delegate, StorageOperations operations) {
		super(delegate);
		this.delegate = delegate;
		this.operations = operations;
	}

	@Override
	protected <T extends S3Request, R> R invokeOperation(T request, Function<T, R> operation) {
		return this.operations.observe(request, null, () -> operation.apply(request));
	}

	@Override
	public PutObjectResponse putObject(PutObjectRequest request, RequestBody body) {
		return this.operations.observe(request, size(body), () -> this.delegate.putObject(request, body));
	}

	@Override
	public UploadPartResponse uploadPart(UploadPartRequest request, RequestBody body) {
		return this.operations.observe(request, size(body), () -> this.delegate.uploadPart(request, body));
	}

	private static @Nullable Long size(@Nullable RequestBody body) {
		return (body != null) ? body.optionalContentLength().orElse(null) : null;
	}

}
