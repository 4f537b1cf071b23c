package dev.sightline.sample.backend;

import java.io.IOException;
import java.time.Duration;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.autoconfigure.condition.ConditionalOnExpression;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Profile;

/**
 * Starts a PostgreSQL with the application, unless there is the URL of one.
 */
@Configuration(proxyBeanMethods = false)
@Profile("postgres")
@ConditionalOnExpression("environment.getProperty('spring.datasource.url', '').isEmpty()")
class PostgresConfiguration {

	private static final Logger logger = LoggerFactory.getLogger(PostgresConfiguration.class);

	@Bean
	EmbeddedPostgres embeddedPostgres() {
		try {
			// A hook would stop it while the application still finishes its requests.
			EmbeddedPostgres postgres = EmbeddedPostgres.builder()
				.setRegisterShutdownHook(false)
				.setPGStartupWait(Duration.ofMinutes(1))
				.setServerConfig("listen_addresses", "127.0.0.1")
				.start();
			logger.info("PostgreSQL listens on 127.0.0.1:{}", postgres.getPort());
			return postgres;
		}
		catch (IOException | RuntimeException ex) {
			throw new EmbeddedServerException("PostgreSQL", "postgres", "POSTGRES_URL", ex);
		}
	}

	@Bean
	JdbcConnectionDetails embeddedPostgresConnectionDetails(EmbeddedPostgres postgres) {
		return new JdbcConnectionDetails() {

			@Override
			public String getJdbcUrl() {
				return "jdbc:postgresql://127.0.0.1:" + postgres.getPort() + "/postgres";
			}

			@Override
			public String getUsername() {
				return "postgres";
			}

			@Override
			public String getPassword() {
				return null;
			}

		};
	}

}
