package dev.sightline.autoconfigure.http.client;

import java.util.Random;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RouteTemplate}.
 */
class RouteTemplateTests {

	@ParameterizedTest
	@ValueSource(
			strings = { "/", "/items", "/items/", "/items/{id}", "/items/{id}/", "/items/{id:\\d+}/parts/{part}.json",
					"/2/users/{id}", "/2010-04-01/Accounts/{sid}/Messages.json", "/v1/items", "/api/v2beta1/items",
					"/1.0/items", "/oauth2-authorization-server/token", "/.well-known/openid-configuration",
					"/getCustomerAccountV2", "/OAuth2TokenInformation", "/users/me", "/sha256/base64", "/feed/added",
					"/items/{id}/feedback-2", "/{base}/items", "/@scope/package", "/robots.txt", "/a/b/c.d/e" })
	void shouldKeep(String path) {
		assertThat(RouteTemplate.toRoute(path)).isEqualTo(path);
		assertThat(RouteTemplate.toRoute("http://user:42@host:8080" + path)).isEqualTo(path);
		assertThat(RouteTemplate.toRoute("https://{host}" + path + "?a=b/c&d={d}#e")).isEqualTo(path);
	}

	@ParameterizedTest
	@CsvSource(delimiter = '|',
			value = { "/items/42 | /items/{id}", "/items/42/ | /items/{id}/", "/items/42.json | /items/{id}.json",
					"/items/42/parts/7 | /items/{id}/parts/{id}", "/days/2026-11-20 | /days/{id}",
					"/orders/order-1001 | /orders/{id}", "/orders/INV_000017 | /orders/{id}",
					"/items/123e4567-e89b-12d3-a456-426614174000 | /items/{id}",
					"/items/{id}/123e4567-e89b-12d3-a456-426614174000 | /items/{id}/{id}",
					"/items/507f1f77bcf86cd799439011 | /items/{id}", "/items/01ARZ3NDEKTSV4RRFFQ69G5FAV | /items/{id}",
					"/customers/cus_NffrFeUfNV2Hib/cards | /customers/{id}/cards",
					"/t/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIn0.dozjgNryP4J3jVmNHl0w5N | /t/{id}",
					"/users/jane@example.com | /users/{id}", "/users/jane%40home | /users/{id}",
					"/users/{id}/mail/jane@home | /users/{id}/mail/{id}", "/items;jsessionid=A1B2/42 | /items/{id}",
					"items/42 | /items/{id}", "http://host?next=/items/42 | /", "'' | /",
					"HTTPS://host/items/42 | /items/{id}" })
	void shouldFold(String template, String route) {
		assertThat(RouteTemplate.toRoute(template)).isEqualTo(route);
	}

	@Test
	void shouldMakeARouteOfAnything() {
		Random random = new Random(1);
		String characters = "http://a{}/;.?#@%40-_1Z";
		for (int i = 0; i < 20_000; i++) {
			StringBuilder template = new StringBuilder();
			for (int j = random.nextInt(12); j > 0; j--) {
				template.append(characters.charAt(random.nextInt(characters.length())));
			}
			assertThat(RouteTemplate.toRoute(template.toString())).as(template.toString()).startsWith("/");
		}
	}

}
