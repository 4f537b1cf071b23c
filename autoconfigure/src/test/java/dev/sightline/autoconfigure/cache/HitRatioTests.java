package dev.sightline.autoconfigure.cache;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

import io.micrometer.core.instrument.MockClock;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The hit ratio of the last five minutes, whoever reads it and how often.
 */
class HitRatioTests {

	private final AtomicLong hits = new AtomicLong();

	private final AtomicLong misses = new AtomicLong();

	private final MockClock clock = new MockClock();

	private final HitRatio ratio = new HitRatio(this.hits::get, this.misses::get, this.clock);

	@Test
	void shouldBeNoNumberWithoutGets() {
		assertThat(this.ratio.value()).isNaN();
	}

	@Test
	void shouldForgetWhatIsOlderThanTheWindow() {
		// A minute of hits, then only misses, read each 15 s.
		for (int second = 0; second < 60; second += 15) {
			this.hits.addAndGet(15);
			read(15);
		}
		assertThat(this.ratio.value()).isEqualTo(1);
		for (int second = 60; second < 300; second += 15) {
			this.misses.addAndGet(15);
			read(15);
		}
		assertThat(this.ratio.value()).isEqualTo(60 / 300.0);
		for (int second = 300; second < 360; second += 15) {
			this.misses.addAndGet(15);
			read(15);
		}
		assertThat(this.ratio.value()).isZero();
	}

	@Test
	void shouldNotDependOnHowOftenItIsRead() {
		this.hits.set(100);
		for (int i = 0; i < 1000; i++) {
			assertThat(this.ratio.value()).isEqualTo(1);
		}
		for (int second = 0; second < 330; second++) {
			read(1);
		}
		this.misses.set(1);
		assertThat(this.ratio.value()).isZero();
	}

	@Test
	void shouldTellOfAllSinceTheLastReadingIfThatIsLongAgo() {
		this.hits.set(1);
		read(60);
		this.hits.set(2);
		this.misses.set(3);
		read(3600);
		assertThat(this.ratio.value()).isEqualTo(1 / 4.0);
	}

	@Test
	void shouldBeginAnewWhenStatisticsAreReset() {
		this.hits.set(10);
		this.misses.set(10);
		read(60);
		this.hits.set(3);
		this.misses.set(1);
		assertThat(this.ratio.value()).isEqualTo(0.75);
	}

	private void read(int seconds) {
		this.clock.add(Duration.ofSeconds(seconds));
		this.ratio.value();
	}

}
