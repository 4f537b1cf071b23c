package dev.sightline.autoconfigure.dashboard;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.stream.Stream;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;

import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.http.HttpStatus;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.autoconfigure.storage.S3Proxy;
import dev.sightline.testing.Http;
import dev.sightline.testing.OtlpReceiver;
import dev.sightline.testing.PanelQueries;
import dev.sightline.testing.PrometheusServer;
import dev.sightline.testing.Promtool;
import dev.sightline.testing.SelfSigned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The queries of those panels for which the sample has no library, on a real Prometheus
 * that scrapes an application with Spring Security, R2DBC and the SDK of AWS. All others
 * are run by the tests of the sample.
 */
@Tag("faults")
class PanelQueriesTests {

	/**
	 * Panels with data here. Of those named with a letter, that query.
	 */
	private static final List<String> WITH_DATA = List.of("security: Authentication attempts",
			"security: Authentication failure rate", "security: Failed logins", "security: Duration of authentication",
			"security: Security events", "security: Severity of events", "security: Suspects",
			"security: Refused access", "security: Rate limiting events", "security: Refusals",
			"security: Certificate expiry", "security: Certificates of this application", "application: Rate limiting",
			"database: Slow reactive queries", "database: Connections of R2DBC A", "database: Connections of R2DBC B",
			"database: Connections of R2DBC C", "database: Waiting for a connection of R2DBC",
			"storage: Storage operations", "storage: Upload and download rate", "storage: Upload duration",
			"storage: Storage errors", "system: Scheduled methods", "system: Runs of scheduled methods",
			"business: Queues", "business: Active users");

	@Test
	void shouldHaveData(@TempDir Path folder) {
		Promtool.assumeInstalled("prometheus");
		Path store = SelfSigned.store();
		try (OtlpReceiver tls = new OtlpReceiver(SelfSigned.context(store));
				S3Proxy s3 = new S3Proxy();
				TestApp app = start(store, tls, s3);
				PrometheusServer server = new PrometheusServer(folder).scrape("app", "/actuator/prometheus", app.port())
					.start()) {
			Dashboards dashboards = new Dashboards((signal) -> true, true, null, null);
			PanelQueries queries = new PanelQueries(server, "orders_total", "orders_seconds_count",
					dashboards.titles().keySet().stream().map(dashboards::json).toList());
			assertThat(queries.names()).containsAll(WITH_DATA);
			S3Client storage = app.context().getBean(S3Client.class);
			storage.createBucket((request) -> request.bucket("attic"));
			Set<String> missing = new HashSet<>(WITH_DATA);
			await().atMost(Duration.ofMinutes(3)).pollInterval(Duration.ofSeconds(1)).untilAsserted(() -> {
				attempt(app);
				store(storage);
				app.context().getBean(DatabaseClient.class).sql("SELECT 1").then().block(Duration.ofSeconds(10));
				missing.retainAll(queries.withoutData());
				assertThat(missing).isEmpty();
				// What the alert on failing tasks asks for.
				assertThat(server.query("tasks_scheduled_execution_seconds_count{outcome='ERROR',code_function='fail',"
						+ "code_namespace=~'.*Api'}"))
					.isNotEmpty();
			});
		}
	}

	private static TestApp start(Path store, OtlpReceiver tls, S3Proxy s3) {
		URI receiver = URI.create(tls.endpoint());
		return TestApp.secured(WebApplicationType.SERVLET, App.class, "spring.r2dbc.url=r2dbc:h2:mem:///panels",
				"spring.r2dbc.pool.enabled=true", "s3=" + s3.endpoint(), "sightline.r2dbc.slow-threshold=1ns",
				"sightline.health.interval=1s", "sightline.health.certificate.shop.host=" + receiver.getHost(),
				"sightline.health.certificate.shop.port=" + receiver.getPort(),
				"sightline.health.certificate.shop.interval=1s",
				"spring.ssl.bundle.jks.shop.keystore.location=file:" + store,
				"spring.ssl.bundle.jks.shop.keystore.password=" + SelfSigned.PASSWORD,
				"sightline.metrics.business.queues=mails", "sightline.metrics.business.active-users.enabled=true");
	}

	private static void attempt(TestApp app) {
		for (String credentials : List.of("ada:password", "ada:wrong")) {
			String basic = "Basic " + Base64.getEncoder().encodeToString(credentials.getBytes());
			Http.get(app.url("/limited"), "Authorization", basic);
		}
		Http.get(app.url("/limited"));
	}

	private static void store(S3Client storage) {
		storage.putObject((request) -> request.bucket("attic").key("box"), RequestBody.fromString("shoes"));
		Stream.of("attic", "nowhere").forEach((bucket) -> {
			try {
				storage.getObjectAsBytes((request) -> request.bucket(bucket).key("box"));
			}
			catch (RuntimeException ex) {
				// There is no such bucket, which is to be seen on a panel.
			}
		});
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@EnableScheduling
	static class App {

		@Bean
		SecurityFilterChain chain(HttpSecurity http) {
			return http
				.authorizeHttpRequests(
						(requests) -> requests.requestMatchers("/actuator/**").permitAll().anyRequest().authenticated())
				.httpBasic(Customizer.withDefaults())
				.build();
		}

		@Bean
		InMemoryUserDetailsManager users() {
			return new InMemoryUserDetailsManager(
					User.withUsername("ada").password("{noop}password").roles("USER").build());
		}

		@Bean
		S3Client storage(@Value("${s3}") URI endpoint) {
			return S3Client.builder()
				.endpointOverride(endpoint)
				.region(Region.US_EAST_1)
				.forcePathStyle(true)
				.requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
				.responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
				.credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("any", "any")))
				.httpClientBuilder(UrlConnectionHttpClient.builder())
				.build();
		}

		@Bean
		BlockingQueue<String> mails() {
			return new ArrayBlockingQueue<>(10);
		}

		@Bean
		Api api() {
			return new Api();
		}

	}

	@RestController
	static class Api {

		@GetMapping("/limited")
		@ResponseStatus(HttpStatus.TOO_MANY_REQUESTS)
		void limited() {
		}

		@Scheduled(fixedRate = 500)
		void run() {
		}

		@Scheduled(fixedRate = 500)
		void fail() {
			throw new IllegalStateException("on purpose");
		}

	}

}
