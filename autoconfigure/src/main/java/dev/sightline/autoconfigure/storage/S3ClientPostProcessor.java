package dev.sightline.autoconfigure.storage;

import java.util.Set;

import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3Client;

import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;

/**
 * Puts an observed client around each bean that is a client of the SDK. Others stay as
 * they are, since they may be injected, or looked at, by their class: those of users,
 * mocks, and those of the SDK that its transfer manager has to recognise.
 */
class S3ClientPostProcessor implements BeanPostProcessor, PriorityOrdered {

	private static final String SDK = "software.amazon.awssdk.services.s3.";

	private static final Set<String> WRAPPED = Set.of(SDK + "DefaultS3Client",
			SDK + "internal.crossregion.S3CrossRegionSyncClient", SDK + "DefaultS3AsyncClient",
			SDK + "internal.crossregion.S3CrossRegionAsyncClient");

	private final StorageOperations operations;

	S3ClientPostProcessor(StorageOperations operations) {
		this.operations = operations;
	}

	/**
	 * Before all others, so that a test may put a spy around the observed client.
	 */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof S3Client client && isWrapped(client)) {
			return new ObservedS3Client(client, this.operations);
		}
		if (bean instanceof S3AsyncClient client && isWrapped(client)) {
			return new ObservedS3AsyncClient(client, this.operations);
		}
		return bean;
	}

	private static boolean isWrapped(Object client) {
		return WRAPPED.contains(client.getClass().getName());
	}

}
