package dev.sightline.benchmark.series;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Registers counters until there are as many as were asked for.
 */
@RestController
class SeriesController {

	private final MeterRegistry registry;

	SeriesController(MeterRegistry registry) {
		this.registry = registry;
	}

	@GetMapping("/bench/series")
	int series(@RequestParam int n) {
		for (int i = 0; i < n; i++) {
			Counter.builder("bench.series")
				.tag("region", "region-" + i % 10)
				.tag("id", Integer.toString(i))
				.register(this.registry)
				.increment();
		}
		return n;
	}

}
