package dev.sightline.autoconfigure.slo;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * The objectives of this application.
 */
@ConfigurationProperties("sightline")
public class SloProperties {

	/**
	 * Service level objectives, by names of your choice.
	 */
	private Map<String, Objective> slo = new LinkedHashMap<>();

	public Map<String, Objective> getSlo() {
		return this.slo;
	}

	public void setSlo(Map<String, Objective> slo) {
		this.slo = slo;
	}

	/**
	 * What an objective is about.
	 */
	public enum Type {

		/**
		 * Requests that do not fail.
		 */
		AVAILABILITY,

		/**
		 * Requests that are fast enough.
		 */
		LATENCY

	}

	/**
	 * A service level objective.
	 */
	public static class Objective {

		/**
		 * What it is about.
		 */
		private Type type = Type.AVAILABILITY;

		/**
		 * Share of what is good, in percent, such as 99.9.
		 */
		private double objective = 99.9;

		/**
		 * Time in which the share has to be met, from 7d to 90d.
		 */
		private Duration window = Duration.ofDays(30);

		/**
		 * How long a request may take that is fast enough.
		 */
		private @Nullable Duration threshold;

		/**
		 * Routes that count, as the tag "uri" has them. An asterisk stands for any
		 * characters. By default all do.
		 */
		private List<String> routes = new ArrayList<>();

		/**
		 * Whether an answer with 4xx is a failure too.
		 */
		private boolean clientErrors;

		/**
		 * Series of the scrape that counts what is good, in place of requests.
		 */
		private @Nullable String good;

		/**
		 * Series of the scrape that counts all, if there is one for what is good.
		 */
		private @Nullable String total;

		public Type getType() {
			return this.type;
		}

		public void setType(Type type) {
			this.type = type;
		}

		public double getObjective() {
			return this.objective;
		}

		public void setObjective(double objective) {
			this.objective = objective;
		}

		public Duration getWindow() {
			return this.window;
		}

		public void setWindow(Duration window) {
			this.window = window;
		}

		public @Nullable Duration getThreshold() {
			return this.threshold;
		}

		public void setThreshold(@Nullable Duration threshold) {
			this.threshold = threshold;
		}

		public List<String> getRoutes() {
			return this.routes;
		}

		public void setRoutes(List<String> routes) {
			this.routes = routes;
		}

		public boolean isClientErrors() {
			return this.clientErrors;
		}

		public void setClientErrors(boolean clientErrors) {
			this.clientErrors = clientErrors;
		}

		public @Nullable String getGood() {
			return this.good;
		}

		public void setGood(@Nullable String good) {
			this.good = good;
		}

		public @Nullable String getTotal() {
			return this.total;
		}

		public void setTotal(@Nullable String total) {
			this.total = total;
		}

	}

}
