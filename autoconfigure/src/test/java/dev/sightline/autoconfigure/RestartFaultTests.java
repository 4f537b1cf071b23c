package dev.sightline.autoconfigure;

import java.util.Set;
import java.util.stream.Collectors;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import dev.sightline.testing.Http;
import dev.sightline.testing.OtlpReceiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Many starts in one JVM leave nothing behind.
 */
@Tag("faults")
class RestartFaultTests {

	private static final int STARTS = 25;

	@Test
	void shouldLeaveNoThreadBehind() {
		try (OtlpReceiver receiver = new OtlpReceiver()) {
			Set<String> first = null;
			for (int i = 0; i < STARTS; i++) {
				try (TestApp app = TestApp.servlet(HelloApp.class, "sightline.otlp.endpoint=" + receiver.endpoint(),
						"sightline.tracing.sampling=1")) {
					assertThat(Http.get(app.url("/hello")).statusCode()).isEqualTo(200);
				}
				first = (first != null) ? first : threads();
			}
			int allowed = first.size() + 5;
			await().untilAsserted(() -> assertThat(threads()).hasSizeLessThanOrEqualTo(allowed));
			assertThat(receiver.spans()).filteredOn((span) -> span.kind().equals("SPAN_KIND_SERVER")).hasSize(STARTS);
		}
	}

	/**
	 * Threads by identity; those of the JDK's own HTTP client and server come and go.
	 */
	private static Set<String> threads() {
		return Thread.getAllStackTraces()
			.keySet()
			.stream()
			.filter((thread) -> !thread.getName().startsWith("HttpClient") && !thread.getName().startsWith("pool-"))
			.map((thread) -> thread.getName() + "@" + System.identityHashCode(thread))
			.collect(Collectors.toSet());
	}

}
