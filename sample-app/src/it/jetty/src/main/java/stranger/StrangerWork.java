package stranger;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.github.resilience4j.retry.RetryRegistry;
import org.springframework.batch.core.job.Job;
import org.springframework.batch.core.job.builder.JobBuilder;
import org.springframework.batch.core.repository.JobRepository;
import org.springframework.batch.core.step.Step;
import org.springframework.batch.core.step.builder.StepBuilder;
import org.springframework.batch.infrastructure.repeat.RepeatStatus;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * A job that Spring Boot runs at start-up, and a call behind a circuit breaker.
 */
@Configuration(proxyBeanMethods = false)
@RestController
class StrangerWork {

	private final CircuitBreaker breaker;

	StrangerWork(CircuitBreakerRegistry breakers, RetryRegistry retries) {
		this.breaker = breakers.circuitBreaker("printer");
		retries.retry("printer");
	}

	@Bean
	static Step count(JobRepository repository) {
		return new StepBuilder("count", repository).tasklet((contribution, chunk) -> RepeatStatus.FINISHED).build();
	}

	@Bean
	static Job nightly(JobRepository repository, Step count) {
		return new JobBuilder("nightly", repository).start(count).build();
	}

	@GetMapping("/print")
	String print() {
		return this.breaker.executeSupplier(() -> "printed");
	}

}
