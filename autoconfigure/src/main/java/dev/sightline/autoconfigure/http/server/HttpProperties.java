package dev.sightline.autoconfigure.http.server;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * How HTTP requests are observed.
 */
@ConfigurationProperties("sightline.http")
public class HttpProperties {

	/**
	 * A request that takes longer is counted and logged as slow.
	 */
	private Duration slowThreshold = Duration.ofSeconds(1);

	/**
	 * Patterns of paths, without the context path, that are not observed: no span, no
	 * metric. By default the endpoints of the actuator and of health. An empty value
	 * observes all.
	 */
	private @Nullable List<String> exclude;

	/**
	 * What counts as the time of a streamed answer in the latency histogram.
	 */
	private StreamLatency streamLatency = StreamLatency.FIRST_BYTE;

	/**
	 * Groups of routes with boundaries of their own in the latency histogram.
	 */
	private final Map<String, Routes> routes = new LinkedHashMap<>();

	private final RequestId requestId = new RequestId();

	private final Headers headers = new Headers();

	private final AccessLog accessLog = new AccessLog();

	public Duration getSlowThreshold() {
		return this.slowThreshold;
	}

	public void setSlowThreshold(Duration slowThreshold) {
		this.slowThreshold = slowThreshold;
	}

	public @Nullable List<String> getExclude() {
		return this.exclude;
	}

	public void setExclude(@Nullable List<String> exclude) {
		this.exclude = exclude;
	}

	public StreamLatency getStreamLatency() {
		return this.streamLatency;
	}

	public void setStreamLatency(StreamLatency streamLatency) {
		this.streamLatency = streamLatency;
	}

	public Map<String, Routes> getRoutes() {
		return this.routes;
	}

	public RequestId getRequestId() {
		return this.requestId;
	}

	public Headers getHeaders() {
		return this.headers;
	}

	public AccessLog getAccessLog() {
		return this.accessLog;
	}

	/**
	 * What counts as the time of a stream.
	 */
	public enum StreamLatency {

		/**
		 * The time to its first byte.
		 */
		FIRST_BYTE,

		/**
		 * The time to its last byte.
		 */
		DURATION

	}

	/**
	 * A group of routes.
	 */
	public static class Routes {

		/**
		 * Patterns of the routes in this group, such as /api/**.
		 */
		private List<String> patterns = List.of();

		/**
		 * Boundaries that stand in for the default ones.
		 */
		private List<Duration> buckets = List.of();

		/**
		 * Objectives, which are boundaries besides the others.
		 */
		private List<Duration> slo = List.of();

		public List<String> getPatterns() {
			return this.patterns;
		}

		public void setPatterns(List<String> patterns) {
			this.patterns = patterns;
		}

		public List<Duration> getBuckets() {
			return this.buckets;
		}

		public void setBuckets(List<Duration> buckets) {
			this.buckets = buckets;
		}

		public List<Duration> getSlo() {
			return this.slo;
		}

		public void setSlo(List<Duration> slo) {
			this.slo = slo;
		}

	}

	/**
	 * The ids of requests.
	 */
	public static class RequestId {

		/**
		 * Whether each request has an id, in its log lines, on its span and in its
		 * answer.
		 */
		private boolean enabled = true;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

	}

	/**
	 * The headers of answers.
	 */
	public static class Headers {

		/**
		 * Whether X-Request-Id tells the id of the request.
		 */
		private boolean requestId = true;

		/**
		 * Whether X-Trace-Id tells the id of the trace.
		 */
		private boolean traceId = true;

		/**
		 * Whether X-Response-Time tells the time to the first byte, such as 12.3ms.
		 */
		private boolean responseTime = true;

		/**
		 * Whether Server-Timing tells the time to the first byte to browsers.
		 */
		private boolean serverTiming = false;

		public boolean isRequestId() {
			return this.requestId;
		}

		public void setRequestId(boolean requestId) {
			this.requestId = requestId;
		}

		public boolean isTraceId() {
			return this.traceId;
		}

		public void setTraceId(boolean traceId) {
			this.traceId = traceId;
		}

		public boolean isResponseTime() {
			return this.responseTime;
		}

		public void setResponseTime(boolean responseTime) {
			this.responseTime = responseTime;
		}

		public boolean isServerTiming() {
			return this.serverTiming;
		}

		public void setServerTiming(boolean serverTiming) {
			this.serverTiming = serverTiming;
		}

	}

	/**
	 * A log line for each request.
	 */
	public static class AccessLog {

		/**
		 * Whether each request that is observed has a log line.
		 */
		private boolean enabled = false;

		/**
		 * Share of the requests that have one, from 0 to 1. Those that are slow or are
		 * answered with 5xx always do.
		 */
		private double sampling = 1;

		/**
		 * Whether the line has the address of the client.
		 */
		private boolean clientAddress = false;

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public double getSampling() {
			return this.sampling;
		}

		public void setSampling(double sampling) {
			this.sampling = sampling;
		}

		public boolean isClientAddress() {
			return this.clientAddress;
		}

		public void setClientAddress(boolean clientAddress) {
			this.clientAddress = clientAddress;
		}

	}

}
