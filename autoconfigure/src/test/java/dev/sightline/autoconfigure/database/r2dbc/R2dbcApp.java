package dev.sightline.autoconfigure.database.r2dbc;

import io.r2dbc.spi.ConnectionFactory;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * An application with a client of R2DBC.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import(R2dbcApp.Tickets.class)
class R2dbcApp {

	@Bean
	DatabaseClient client(ConnectionFactory connectionFactory) {
		return DatabaseClient.create(connectionFactory);
	}

	@RestController
	static class Tickets {

		private final DatabaseClient client;

		Tickets(DatabaseClient client) {
			this.client = client;
		}

		@GetMapping("/find")
		Mono<Long> find() {
			return this.client
				.sql("SELECT count(*) FROM tickets WHERE subject = :subject AND customer <> 'canary-literal'")
				.bind("subject", "canary-value")
				.map((row) -> row.get(0, Long.class))
				.one();
		}

		@GetMapping("/slow")
		Mono<Void> slow() {
			return this.client.sql("CALL sleep(150)").then();
		}

	}

}
