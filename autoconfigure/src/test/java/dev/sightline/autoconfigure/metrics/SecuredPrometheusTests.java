package dev.sightline.autoconfigure.metrics;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.ChildApp;
import dev.sightline.testing.Http;
import dev.sightline.testing.Promtool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The configurations of docs/how-to/secure-the-scrape.md, on a real Prometheus. It is
 * skipped where that is not installed (Debian: {@code apt-get install prometheus}).
 */
@Tag("faults")
class SecuredPrometheusTests {

	@Test
	void shouldScrapeWithAPasswordAndNotWithout(@TempDir Path folder) throws Exception {
		Promtool.assumeInstalled("prometheus");
		try (TestApp app = TestApp.secured(WebApplicationType.SERVLET, App.class, "sightline.metrics.path=/metrics",
				"sightline.metrics.classic-names=true")) {
			int port = ChildApp.freePort();
			Path password = Files.writeString(folder.resolve("app-password"), "secret");
			Path configuration = Files.writeString(folder.resolve("prometheus.yml"), """
					global:
					  scrape_interval: 1s
					scrape_configs:
					  - job_name: app
					    metrics_path: /metrics
					    basic_auth:
					      username: prometheus
					      password_file: %2$s
					    static_configs:
					      - targets: ['127.0.0.1:%1$d']
					  - job_name: nobody
					    metrics_path: /metrics
					    static_configs:
					      - targets: ['127.0.0.1:%1$d']
					  - job_name: somebody
					    metrics_path: /metrics
					    basic_auth:
					      username: ann
					      password_file: %2$s
					    static_configs:
					      - targets: ['127.0.0.1:%1$d']
					""".formatted(app.port(), password));
			Process prometheus = new ProcessBuilder("prometheus", "--config.file=" + configuration,
					"--storage.tsdb.path=" + folder.resolve("data"), "--web.listen-address=127.0.0.1:" + port)
				.redirectErrorStream(true)
				.redirectOutput(folder.resolve("prometheus.log").toFile())
				.start();
			try {
				String api = "http://127.0.0.1:" + port + "/api/v1";
				// A scrape may also fail because the machine is slow, so wait for the
				// reason.
				await().atMost(Duration.ofMinutes(2)).ignoreExceptions().untilAsserted(() -> {
					assertThat(up(api, "app")).isEqualTo("1");
					assertThat(up(api, "nobody")).isEqualTo("0");
					assertThat(up(api, "somebody")).isEqualTo("0");
					assertThat(Http.get(api + "/query?query=process_threads").body()).contains("\"job\":\"app\"");
					assertThat(Http.get(api + "/targets").body()).contains("401", "403");
				});
			}
			finally {
				prometheus.destroy();
				prometheus.waitFor();
			}
		}
	}

	private static String up(String api, String job) {
		return Http.get(api + "/query?query=up%7Bjob=%22" + job + "%22%7D")
			.body()
			.replaceAll("(?s).*\"value\":\\[[^,]*,\"(\\d)\"].*", "$1");
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

		@Bean
		@Order(0)
		SecurityFilterChain scrape(HttpSecurity http) throws Exception {
			return http.securityMatcher("/metrics", "/actuator/prometheus")
				.authorizeHttpRequests((requests) -> requests.anyRequest().hasRole("SCRAPE"))
				.httpBasic(Customizer.withDefaults())
				.build();
		}

		@Bean
		InMemoryUserDetailsManager users() {
			return new InMemoryUserDetailsManager(
					User.withUsername("prometheus").password("{noop}secret").roles("SCRAPE").build(),
					User.withUsername("ann").password("{noop}secret").roles("USER").build());
		}

	}

}
