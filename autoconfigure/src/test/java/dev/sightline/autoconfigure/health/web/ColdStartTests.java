package dev.sightline.autoconfigure.health.web;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.ApplicationRunner;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

import dev.sightline.autoconfigure.HelloApp;
import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.Http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * An application that takes long to start is neither restarted nor given traffic.
 */
class ColdStartTests {

	private static CountDownLatch warm;

	private static CompletableFuture<Integer> port;

	@ParameterizedTest
	@EnumSource(names = { "SERVLET", "REACTIVE" })
	void shouldLiveBeforeItIsReady(WebApplicationType type) throws Exception {
		warm = new CountDownLatch(1);
		port = new CompletableFuture<>();
		CompletableFuture<TestApp> started = CompletableFuture.supplyAsync(() -> TestApp.web(type, App.class));
		try {
			String url = "http://127.0.0.1:" + port.get(60, TimeUnit.SECONDS);
			await().untilAsserted(() -> assertThat(Http.get(url + "/health/live").statusCode()).isEqualTo(200));
			assertThat(Http.get(url + "/health/ready").statusCode()).isEqualTo(503);
			assertThat(Http.get(url + "/health/ready").body()).contains("\"failing\":[\"readinessState\"]");
			assertThat(started).isNotDone();
			warm.countDown();
			await().untilAsserted(() -> assertThat(Http.get(url + "/health/ready").statusCode()).isEqualTo(200));
		}
		finally {
			warm.countDown();
			started.get(60, TimeUnit.SECONDS).close();
		}
	}

	@Configuration(proxyBeanMethods = false)
	static class App extends HelloApp {

		@EventListener
		void listens(WebServerInitializedEvent event) {
			port.complete(event.getWebServer().getPort());
		}

		@Bean
		ApplicationRunner slowRunner() {
			return (arguments) -> warm.await();
		}

	}

}
