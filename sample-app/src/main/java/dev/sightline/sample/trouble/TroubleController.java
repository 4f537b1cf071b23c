package dev.sightline.sample.trouble;

import java.time.Duration;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Causes what a team would rather not see, so that it can see how it looks.
 */
@RestController
class TroubleController {

	private static final Logger logger = LoggerFactory.getLogger(TroubleController.class);

	private static final long LONGEST = Duration.ofSeconds(30).toMillis();

	@GetMapping("/api/slow")
	String slow(@RequestParam(defaultValue = "1500") long ms) throws InterruptedException {
		long waited = Math.max(0, Math.min(ms, LONGEST));
		Thread.sleep(waited);
		logger.info("Waited {} ms", waited);
		return "Waited %d ms%n".formatted(waited);
	}

	@GetMapping("/api/fail")
	String fail() {
		throw new IllegalStateException("The printer is on fire");
	}

}
