package dev.sightline.benchmark.micro;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletRequestWrapper;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.filter.ServerHttpObservationFilter;

/**
 * The observation of a request: filter, convention, timer and span, without a container.
 * Spring Boot's own stands beside it.
 */
public class RequestBenchmark extends MicroBenchmark {

	/**
	 * Whose observation it is.
	 */
	@Param({ "sightline", "boot" })
	public String owner;

	/**
	 * The share of the requests that is sampled.
	 */
	@Param({ "0", "0.1", "1" })
	public String sampling;

	private final MockHttpServletResponse response = new MockHttpServletResponse();

	private final FilterChain chain = (request, response) -> ServerHttpObservationFilter
		.findObservationContext((HttpServletRequest) request)
		.ifPresent((context) -> context.setPathPattern("/item/{id}"));

	private Request request;

	private ConfigurableApplicationContext context;

	private ServerHttpObservationFilter filter;

	@Setup
	public void start() {
		boolean ours = "sightline".equals(this.owner);
		this.context = SpringApplication.run(App.class, "--server.port=0", "--server.address=127.0.0.1",
				"--logging.level.root=warn", WITHOUT_ADD_ON, "--sightline.enabled=" + ours,
				"--management.tracing.sampling.probability=" + this.sampling);
		this.request = new Request();
		this.filter = this.context.getBeansOfType(FilterRegistrationBean.class)
			.values()
			.stream()
			.map(FilterRegistrationBean::getFilter)
			.filter(ServerHttpObservationFilter.class::isInstance)
			.map(ServerHttpObservationFilter.class::cast)
			.findFirst()
			.orElseThrow();
	}

	@TearDown
	public void stop() {
		this.context.close();
	}

	@Benchmark
	public void observe() throws ServletException, IOException {
		this.request.attributes.clear();
		this.filter.doFilter(this.request, this.response, this.chain);
	}

	/**
	 * A request that costs nothing itself.
	 */
	private static final class Request extends HttpServletRequestWrapper {

		private final Map<String, Object> attributes = new HashMap<>();

		Request() {
			super(new MockHttpServletRequest("GET", "/item/1"));
		}

		@Override
		public Object getAttribute(String name) {
			return this.attributes.get(name);
		}

		@Override
		public void setAttribute(String name, Object value) {
			this.attributes.put(name, value);
		}

		@Override
		public void removeAttribute(String name) {
			this.attributes.remove(name);
		}

		@Override
		public boolean isAsyncStarted() {
			return false;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

	}

}
