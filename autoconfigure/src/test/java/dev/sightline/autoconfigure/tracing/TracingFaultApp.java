package dev.sightline.autoconfigure.tracing;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import io.micrometer.tracing.Tracer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;

/**
 * The application of {@link TracingFaultTests}.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@RestController
public class TracingFaultApp {

	private static final Logger logger = LoggerFactory.getLogger(TracingFaultApp.class);

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

	@GetMapping("/slow")
	String slow() {
		logger.info("Slow begins");
		LockSupport.parkNanos(TimeUnit.SECONDS.toNanos(3));
		logger.info("Slow ends");
		return "slow";
	}

	@GetMapping("/heap")
	long heap() {
		System.gc();
		return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
	}

}
