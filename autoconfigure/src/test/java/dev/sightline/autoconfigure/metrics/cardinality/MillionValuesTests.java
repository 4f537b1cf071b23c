package dev.sightline.autoconfigure.metrics.cardinality;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import dev.sightline.testing.ChildApp;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A million values of a tag in a heap of 128 MB.
 */
@Tag("faults")
class MillionValuesTests {

	private static final Pattern AFTER = Pattern
		.compile("after: meters (\\d+), lines of the scrape (\\d+), heap (\\d+) MB");

	@ParameterizedTest
	@CsvSource({ "1000000, ", "100000, --second=true" })
	void shouldBoundSeriesAndHeap(int values, @Nullable String second) {
		ChildApp.Launcher launcher = ChildApp.main(MillionValuesApp.class)
			// It runs long enough to be worth the better compiler.
			.jvm("-Xmx128m", "-XX:+ExitOnOutOfMemoryError", "-XX:TieredStopAtLevel=4")
			.with("--values=" + values);
		if (second != null) {
			launcher.with(second);
		}
		try (ChildApp app = launcher.start()) {
			assertThat(app.awaitExit()).as(app.output() + app.errors()).isZero();
			app.lines()
				.stream()
				.filter((line) -> line.startsWith("before:") || line.startsWith("after:") || line.startsWith("sum "))
				.forEach(System.out::println);
			assertThat(app.lines()).contains("sum " + (double) values);
			Matcher after = AFTER.matcher(app.output());
			assertThat(after.find()).as(app.output()).isTrue();
			assertThat(Integer.parseInt(after.group(1))).isBetween(300, 20_200);
			assertThat(Integer.parseInt(after.group(3))).isLessThan(110);
		}
	}

}
