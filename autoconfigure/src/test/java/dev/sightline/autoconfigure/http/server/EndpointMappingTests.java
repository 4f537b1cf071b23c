package dev.sightline.autoconfigure.http.server;

import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.actuate.endpoint.web.EndpointLinksResolver;
import org.springframework.boot.actuate.endpoint.web.EndpointMapping;
import org.springframework.boot.actuate.endpoint.web.EndpointMediaTypes;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.webmvc.actuate.endpoint.web.WebMvcEndpointHandlerMapping;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.Http;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Endpoints answer as Spring Boot's own mapping has them answer.
 */
class EndpointMappingTests {

	private static final List<String> PATHS = List.of("/actuator", "/actuator/", "/actuator/info", "/%61ctuator/info",
			"/actuator/nothing", "/actuator;x=1/info", "//actuator/info", "/manage/all", "/manage/all/info", "/manage",
			"/info", "/actuatorx/info", "/", "/own/page", "/actuator/actuator", "/actuator/actuator/info");

	@Test
	void shouldAnswerAsSpringBootDoesByDefault() {
		assertThat(answers()).isEqualTo(answers("sightline.enabled=false"));
	}

	@ParameterizedTest
	@Tag("faults")
	@ValueSource(strings = { "management.endpoints.web.base-path=/manage/all/", "management.endpoints.web.base-path=/",
			"management.endpoints.web.discovery.enabled=false", "server.servlet.context-path=/actuator",
			"spring.mvc.servlet.path=/actuator",
			"management.endpoints.web.cors.allowed-origins=http://friend.example" })
	void shouldAnswerAsSpringBootDoes(String property) {
		assertThat(answers(property)).isEqualTo(answers(property, "sightline.enabled=false"));
	}

	@Test
	void shouldTakeThePlaceOfSpringBootsMapping() {
		try (TestApp app = TestApp.servlet(App.class)) {
			assertThat(app.context().getBeansOfType(WebMvcEndpointHandlerMapping.class).values()).singleElement()
				.isInstanceOf(BasePathEndpointHandlerMapping.class);
		}
	}

	@Test
	void shouldLeaveASeparatePortToSpringBoot() {
		try (TestApp app = TestApp.servlet(App.class, "management.server.port=0")) {
			assertThat(app.context().getBeansOfType(WebMvcEndpointHandlerMapping.class)).isEmpty();
		}
	}

	@Test
	void shouldBackOffWhenUserDefinesMapping() {
		try (TestApp app = TestApp.servlet(WithMapping.class)) {
			assertThat(app.context().getBeansOfType(WebMvcEndpointHandlerMapping.class)).containsOnlyKeys("hers");
		}
	}

	private static List<String> answers(String... properties) {
		List<String> all = new ArrayList<>(List.of(properties));
		all.add("management.endpoints.web.exposure.include=info");
		List<String> answers = new ArrayList<>();
		try (TestApp app = TestApp.servlet(App.class, all.toArray(String[]::new))) {
			for (String path : PATHS) {
				for (String method : List.of("GET", "POST", "OPTIONS")) {
					answers.add(method + " " + path + " " + answer(Http.send(method, app.url(path), null, "Origin",
							"http://friend.example", "Access-Control-Request-Method", "GET")));
				}
			}
			return answers.stream().map((answer) -> answer.replace(app.url(""), "")).toList();
		}
	}

	private static String answer(HttpResponse<String> response) {
		String body = response.body().replaceAll("\"timestamp\":\"[^\"]*\"", "");
		return response.statusCode() + " " + response.headers().allValues("Access-Control-Allow-Origin") + " "
				+ response.headers().allValues("Allow") + " " + body;
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	@RestController
	static class App {

		@GetMapping("/{any}/{page}")
		String page() {
			return "the application's own";
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class WithMapping extends App {

		@Bean
		WebMvcEndpointHandlerMapping hers(EndpointMediaTypes mediaTypes) {
			return new WebMvcEndpointHandlerMapping(new EndpointMapping("/hers"), List.of(), mediaTypes, null,
					new EndpointLinksResolver(List.of()), false);
		}

	}

}
