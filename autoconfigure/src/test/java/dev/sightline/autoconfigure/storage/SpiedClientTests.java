package dev.sightline.autoconfigure.storage;

import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.s3.S3Client;

import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.test.context.bean.override.mockito.MockitoBean;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;
import org.springframework.test.context.junit.jupiter.SpringJUnitConfig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.verify;

/**
 * A test of the user can spy on a client, and mock it.
 */
@SpringJUnitConfig
class SpiedClientTests {

	@MockitoSpyBean(name = "spied")
	private S3Client spied;

	@MockitoBean(name = "mocked")
	private S3Client mocked;

	@Test
	void shouldBeSpiedOn(@Autowired ClientUser user) {
		assertThat(user.client().utilities()).isNotNull();
		verify(this.spied).utilities();
		assertThat(this.spied).isInstanceOf(ObservedS3Client.class);
	}

	@Test
	void shouldBeMocked() {
		this.mocked.close();
		verify(this.mocked).close();
		assertThat(this.mocked).isNotInstanceOf(ObservedS3Client.class);
	}

	record ClientUser(S3Client client) {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(StorageAutoConfiguration.class)
	static class Config {

		@Bean
		S3Client spied() {
			return StorageApp.client("http://127.0.0.1:1");
		}

		@Bean
		S3Client mocked() {
			return StorageApp.client("http://127.0.0.1:1");
		}

		@Bean
		ClientUser user(S3Client spied) {
			return new ClientUser(spied);
		}

	}

}
