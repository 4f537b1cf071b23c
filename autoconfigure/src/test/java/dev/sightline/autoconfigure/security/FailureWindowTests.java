package dev.sightline.autoconfigure.security;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FailureWindow}.
 */
class FailureWindowTests {

	private final AtomicLong now = new AtomicLong(Long.MAX_VALUE - 5);

	private final FailureWindow window = new FailureWindow(3, Duration.ofMinutes(1), this.now::get);

	@Test
	void shouldTellOnceWhileTheWindowIsFull() {
		assertThat(this.window.add("ada")).isFalse();
		assertThat(this.window.add("ada")).isFalse();
		assertThat(this.window.add("bob")).isFalse();
		assertThat(this.window.suspicious()).isZero();
		assertThat(this.window.add("ada")).isTrue();
		assertThat(this.window.add("ada")).isFalse();
		assertThat(this.window.suspicious()).isOne();
	}

	@Test
	void shouldSlide() {
		this.window.add("ada");
		this.window.add("ada");
		after(Duration.ofSeconds(70));
		// Of the two, five sixths count.
		assertThat(this.window.add("ada")).isFalse();
		assertThat(this.window.add("ada")).isTrue();
		after(Duration.ofSeconds(75));
		assertThat(this.window.suspicious()).isZero();
		after(Duration.ofMinutes(10));
		assertThat(this.window.add("ada")).isFalse();
		assertThat(this.window.add("ada")).isFalse();
		assertThat(this.window.add("ada")).isTrue();
	}

	@Test
	void shouldKeepThoseThatFailedLast() {
		this.window.add("old");
		this.window.add("old");
		for (int i = 0; i < FailureWindow.KEYS; i++) {
			this.window.add("x".repeat(200) + i);
			this.window.add("key" + i);
		}
		assertThat(this.window.add("old")).isFalse();
		// What differs at the end of a long key only, is one.
		assertThat(this.window.suspicious()).isOne();
	}

	private void after(Duration time) {
		this.now.addAndGet(time.toNanos());
	}

}
