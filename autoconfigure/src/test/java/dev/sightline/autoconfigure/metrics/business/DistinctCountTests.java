package dev.sightline.autoconfigure.metrics.business;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for the count of different texts in a window.
 */
class DistinctCountTests {

	/**
	 * Begins near its end, as the clock of a machine may that runs for long.
	 */
	private final AtomicLong nanos = new AtomicLong(Long.MAX_VALUE - 1000);

	private final DistinctCount count = new DistinctCount(Duration.ofMinutes(15), this.nanos::get);

	@Test
	void shouldCountFewExactly() {
		assertThat(this.count.estimate()).isZero();
		for (int i = 0; i < 3000; i++) {
			this.count.add("user-" + i % 30);
		}
		assertThat(this.count.estimate()).isEqualTo(30);
	}

	@Test
	void shouldCountManyAbout() {
		for (int size : new int[] { 1000, 9000, 12_000, 200_000 }) {
			DistinctCount count = new DistinctCount(Duration.ofMinutes(15), this.nanos::get);
			for (int i = 0; i < size; i++) {
				count.add(i + "@example.org");
			}
			assertThat(count.estimate()).isCloseTo(size, Percentage.withPercentage(6));
		}
	}

	@Test
	void shouldForgetWhatIsOlderThanTheWindow() {
		this.count.add("early");
		minutes(10);
		this.count.add("late");
		assertThat(this.count.estimate()).isEqualTo(2);
		minutes(5);
		assertThat(this.count.estimate()).as("within the window").isEqualTo(2);
		minutes(2);
		assertThat(this.count.estimate()).isEqualTo(1);
		this.count.add("late");
		minutes(14);
		assertThat(this.count.estimate()).isEqualTo(1);
		minutes(1000);
		assertThat(this.count.estimate()).isZero();
		this.count.add("back");
		assertThat(this.count.estimate()).isEqualTo(1);
	}

	private void minutes(int minutes) {
		this.nanos.addAndGet(Duration.ofMinutes(minutes).toNanos());
	}

}
