package dev.sightline.autoconfigure.tracing;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.micrometer.tracing.Tracer;
import io.opentelemetry.sdk.trace.SpanProcessor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * The application of the tests of faults, in a process of its own.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@RestController
public class TracingFaultApp {

	private static final Logger logger = LoggerFactory.getLogger(TracingFaultApp.class);

	private final CountDownLatch together = new CountDownLatch(Integer.getInteger("together", 1));

	private final Tracer tracer;

	TracingFaultApp(Tracer tracer) {
		this.tracer = tracer;
	}

	public static void main(String[] args) {
		SpringApplication.run(TracingFaultApp.class, args);
	}

	@GetMapping("/hello/{id}")
	String hello(@PathVariable String id) {
		logger.info("Hello {}", id);
		return id + " " + this.tracer.currentSpan().context().traceId();
	}

	/**
	 * Answers when as many requests are here as were announced.
	 */
	@GetMapping("/together/{id}")
	String together(@PathVariable String id) throws InterruptedException {
		this.together.countDown();
		if (!this.together.await(60, TimeUnit.SECONDS)) {
			throw new IllegalStateException("The others did not come: " + this.together.getCount());
		}
		return hello(id) + " " + Thread.currentThread().getClass().getSimpleName();
	}

	@GetMapping("/slow")
	String slow(@RequestParam(required = false) boolean fail) {
		logger.info("Slow begins");
		LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(3));
		if (fail) {
			throw new IllegalStateException("Slow fails");
		}
		logger.error("Slow ends", new IllegalStateException("for Sentry"));
		return "slow";
	}

	@GetMapping("/spans")
	String spans(@RequestParam int count) {
		for (int i = 0; i < count; i++) {
			this.tracer.nextSpan().name("one of many").start().end();
		}
		return "done";
	}

	@GetMapping("/heap")
	long heap() {
		System.gc();
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

	@Bean
	@ConditionalOnBooleanProperty("fault.processor")
	static SpanProcessor throwingProcessor() {
		return new ThrowingProcessor();
	}

}
