package dev.sightline.autoconfigure.storage;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import software.amazon.awssdk.services.s3.DelegatingS3AsyncClient;
import software.amazon.awssdk.services.s3.DelegatingS3Client;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.context.annotation.Bean;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;

/**
 * Auto-configuration for the operations of S3 clients that are beans.
 */
@AutoConfiguration
@ConditionalOnClass({ ObservationRegistry.class, MeterRegistry.class, DelegatingS3Client.class,
		DelegatingS3AsyncClient.class })
@ConditionalOnEnabledSignal(Signal.STORAGE)
public final class StorageAutoConfiguration {

	@Bean
	static S3ClientPostProcessor sightlineS3ClientPostProcessor(ObjectProvider<ObservationRegistry> observations,
			ObjectProvider<MeterRegistry> meters) {
		return new S3ClientPostProcessor(new StorageOperations(observations, meters));
	}

}
