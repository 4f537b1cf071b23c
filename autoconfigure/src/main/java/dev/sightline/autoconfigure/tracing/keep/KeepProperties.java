package dev.sightline.autoconfigure.tracing.keep;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Settings of what is kept on top of sampling.
 */
@ConfigurationProperties(KeepProperties.PREFIX)
public class KeepProperties {

	static final String PREFIX = "sightline.tracing.keep";

	/**
	 * What is kept of a request or task that is not sampled and fails, or meets another
	 * condition: nothing, the span of the request itself, or all spans that this process
	 * made of it. The last records every span, whether it is kept or not.
	 */
	private Errors errors = Errors.ROOT;

	/**
	 * Time from which a request or task is kept though it did not fail. By default time
	 * does not matter.
	 */
	private @Nullable Duration slowerThan;

	/**
	 * Cost of all calls of models in a request or task from which it is kept, in the
	 * currency of the prices. By default cost does not matter.
	 */
	private @Nullable Double costlierThan;

	/**
	 * Secret that a trusted caller sends in the header X-Trace-Debug to have its whole
	 * trace sampled, at least 16 characters. By default nobody is trusted.
	 */
	private @Nullable String debugToken;

	/**
	 * Most spans that wait for the end of their request, in all, if whole traces are
	 * kept. What is beyond is not kept.
	 */
	private int bufferSpans = 10_000;

	public Errors getErrors() {
		return this.errors;
	}

	public void setErrors(Errors errors) {
		this.errors = errors;
	}

	public @Nullable Duration getSlowerThan() {
		return this.slowerThan;
	}

	public void setSlowerThan(@Nullable Duration slowerThan) {
		this.slowerThan = slowerThan;
	}

	public @Nullable Double getCostlierThan() {
		return this.costlierThan;
	}

	public void setCostlierThan(@Nullable Double costlierThan) {
		this.costlierThan = costlierThan;
	}

	public @Nullable String getDebugToken() {
		return this.debugToken;
	}

	public void setDebugToken(@Nullable String debugToken) {
		this.debugToken = debugToken;
	}

	public int getBufferSpans() {
		return this.bufferSpans;
	}

	public void setBufferSpans(int bufferSpans) {
		this.bufferSpans = bufferSpans;
	}

	/**
	 * What is kept of a failure.
	 */
	public enum Errors {

		/**
		 * Nothing.
		 */
		NONE,

		/**
		 * The span of the request or task itself.
		 */
		ROOT,

		/**
		 * All spans.
		 */
		WHOLE

	}

}
