package dev.sightline.autoconfigure.http.server;

import io.micrometer.observation.Observation;
import org.junit.jupiter.api.Test;

import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

/**
 * The context of a request is a map like any other, wherever it keeps its values.
 */
class ServerRequestContextTests {

	private final Observation.Context context = new ServerRequestContext(new MockHttpServletRequest(),
			new MockHttpServletResponse(), null);

	@Test
	void shouldKeepAnyNumberOfValues() {
		for (int i = 0; i < 5; i++) {
			this.context.put("key " + i, i);
			this.context.put("key " + i, 10 * i);
		}
		for (int i = 0; i < 5; i++) {
			assertThat(this.context.<Integer>get("key " + i)).isEqualTo(10 * i);
			assertThat(this.context.<Integer>getRequired("key " + i)).isEqualTo(10 * i);
			assertThat(this.context.getOrDefault("key " + i, -1)).isEqualTo(10 * i);
			assertThat(this.context.containsKey("key " + i)).isTrue();
			assertThat(this.context.<Integer>computeIfAbsent("key " + i, (key) -> -1)).isEqualTo(10 * i);
		}
	}

	@Test
	void shouldForgetWhatIsRemoved() {
		for (int i = 0; i < 5; i++) {
			this.context.put("key " + i, i);
		}
		for (int i = 0; i < 5; i++) {
			String key = "key " + i;
			assertThat(this.context.remove(key)).isEqualTo(i);
			assertThat(this.context.remove(key)).isNull();
			assertThat(this.context.<Integer>get(key)).isNull();
			assertThat(this.context.containsKey(key)).isFalse();
			assertThat(this.context.getOrDefault(key, -1)).isEqualTo(-1);
			assertThatIllegalArgumentException().isThrownBy(() -> this.context.getRequired(key));
			assertThat(this.context.<Integer>computeIfAbsent(key, (absent) -> 7)).isEqualTo(7);
			assertThat(this.context.<Integer>get(key)).isEqualTo(7);
			this.context.put(key, 8);
			assertThat(this.context.<Integer>get(key)).isEqualTo(8);
		}
	}

	@Test
	void shouldForgetEverythingWhenCleared() {
		for (int i = 0; i < 5; i++) {
			this.context.put("key " + i, i);
		}
		this.context.clear();
		for (int i = 0; i < 5; i++) {
			assertThat(this.context.<Integer>get("key " + i)).isNull();
		}
	}

}
