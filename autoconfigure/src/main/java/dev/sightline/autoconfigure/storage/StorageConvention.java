package dev.sightline.autoconfigure.storage;

import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationConvention;
import software.amazon.awssdk.awscore.exception.AwsServiceException;

/**
 * The names of an operation. The bucket is only on its span, and the key of the object
 * nowhere.
 */
class StorageConvention implements ObservationConvention<StorageContext> {

	static final String SYSTEM = "s3";

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof StorageContext;
	}

	@Override
	public String getName() {
		return "storage.operation";
	}

	@Override
	public String getContextualName(StorageContext context) {
		return "S3." + context.operation();
	}

	@Override
	public KeyValues getLowCardinalityKeyValues(StorageContext context) {
		return KeyValues.of("storage.system", SYSTEM, "operation", context.operation(), "outcome", context.outcome());
	}

	@Override
	public KeyValues getHighCardinalityKeyValues(StorageContext context) {
		KeyValues keyValues = KeyValues.empty();
		if (context.bucket() != null) {
			keyValues = keyValues.and("aws.s3.bucket", context.bucket());
		}
		if (context.getError() instanceof AwsServiceException refused && refused.awsErrorDetails() != null
				&& refused.awsErrorDetails().errorCode() != null) {
			keyValues = keyValues.and("error.type", refused.awsErrorDetails().errorCode());
		}
		return keyValues;
	}

}
