package dev.sightline.autoconfigure.storage;

import java.net.URI;
import java.time.Duration;

import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.DelegatingS3Client;
import software.amazon.awssdk.services.s3.S3AsyncClient;
import software.amazon.awssdk.services.s3.S3BaseClientBuilder;
import software.amazon.awssdk.services.s3.S3Client;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import static org.mockito.Mockito.mock;

/**
 * An application with clients of the SDK for a server that works and for one that fails.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(StorageApp.Store.class)
class StorageApp {

	static S3Client client(String endpoint) {
		return s3(S3Client.builder(), URI.create(endpoint)).httpClientBuilder(UrlConnectionHttpClient.builder())
			.build();
	}

	private static <B extends S3BaseClientBuilder<B, ?>> B s3(B builder, URI endpoint) {
		return builder.endpointOverride(endpoint)
			.region(Region.US_EAST_1)
			.forcePathStyle(true)
			.requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
			.responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
			.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
			.overrideConfiguration((settings) -> settings.retryStrategy(AwsRetryStrategy.doNotRetry())
				.apiCallTimeout(Duration.ofSeconds(20)));
	}

	@Bean("client")
	@Primary
	S3Client workingClient(@Value("${s3}") String endpoint) {
		return client(endpoint);
	}

	@Bean
	S3Client failingClient(@Value("${faults}") String endpoint) {
		return client(endpoint);
	}

	@Bean
	@Primary
	S3AsyncClient asyncClient(@Value("${s3}") URI endpoint) {
		return s3(S3AsyncClient.builder(), endpoint).httpClientBuilder(NettyNioAsyncHttpClient.builder()).build();
	}

	@Bean
	S3AsyncClient failingAsyncClient(@Value("${faults}") URI endpoint) {
		return s3(S3AsyncClient.builder(), endpoint).httpClientBuilder(NettyNioAsyncHttpClient.builder()).build();
	}

	@Bean
	S3AsyncClient multipartClient(@Value("${s3}") URI endpoint) {
		return s3(S3AsyncClient.builder(), endpoint).httpClientBuilder(NettyNioAsyncHttpClient.builder())
			.multipartEnabled(true)
			.build();
	}

	@Bean
	OwnClient ownClient(@Value("${s3}") String endpoint) {
		return new OwnClient(client(endpoint));
	}

	@Bean
	S3Client mockedClient() {
		return mock(S3Client.class);
	}

	@RestController
	static class Store {

		private final S3Client client;

		private final S3AsyncClient asyncClient;

		Store(S3Client client, S3AsyncClient asyncClient) {
			this.client = client;
			this.asyncClient = asyncClient;
		}

		@PostMapping("/store")
		void store() {
			this.client.putObject((request) -> request.bucket("attic").key("secret-key"), RequestBody.empty());
			this.asyncClient.headObject((request) -> request.bucket("attic").key("secret-key")).join();
		}

	}

	static class OwnClient extends DelegatingS3Client {

		OwnClient(S3Client delegate) {
			super(delegate);
		}

	}

}
