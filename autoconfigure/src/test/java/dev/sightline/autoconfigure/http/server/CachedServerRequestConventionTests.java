package dev.sightline.autoconfigure.http.server;

import io.micrometer.common.KeyValues;
import org.junit.jupiter.api.Test;

import org.springframework.http.server.observation.DefaultServerRequestObservationConvention;
import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Names of requests that are remembered.
 */
class CachedServerRequestConventionTests {

	private final CachedServerRequestConvention convention = new CachedServerRequestConvention("http.server.requests");

	@Test
	void shouldRememberWhatIsCalledHoweverManyAskForOtherThings() {
		for (int i = 0; i < 100; i++) {
			names("SCAN" + i, 404, null);
		}
		KeyValues first = names("GET", 200, "/items/{id}");
		assertThat(names("GET", 200, "/items/{id}")).isSameAs(first);
		assertThat(names("GET", 404, null)).isSameAs(names("GET", 404, null));
	}

	@Test
	void shouldCallRequestsAsSpringDoes() {
		DefaultServerRequestObservationConvention springs = new DefaultServerRequestObservationConvention(
				"http.server.requests");
		for (String method : new String[] { "GET", "POST", "SCAN" }) {
			for (String pattern : new String[] { null, "", "/", "/items/{id}" }) {
				for (int status : new int[] { 200, 302, 404, 500, 200 }) {
					ServerRequestObservationContext context = context(method, status, pattern);
					assertThat(this.convention.getLowCardinalityKeyValues(context))
						.isEqualTo(springs.getLowCardinalityKeyValues(context));
					assertThat(this.convention.getContextualName(context))
						.isEqualTo(springs.getContextualName(context));
				}
			}
		}
	}

	private KeyValues names(String method, int status, String pattern) {
		return this.convention.getLowCardinalityKeyValues(context(method, status, pattern));
	}

	private static ServerRequestObservationContext context(String method, int status, String pattern) {
		MockHttpServletResponse response = new MockHttpServletResponse();
		response.setStatus(status);
		ServerRequestObservationContext context = new ServerRequestContext(new MockHttpServletRequest(method, "/"),
				response, null);
		context.setPathPattern(pattern);
		return context;
	}

}
