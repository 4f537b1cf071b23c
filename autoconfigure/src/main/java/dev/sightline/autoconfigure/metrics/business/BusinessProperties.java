package dev.sightline.autoconfigure.metrics.business;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What is measured of the business.
 */
@ConfigurationProperties("sightline.metrics.business")
public class BusinessProperties {

	/**
	 * Names of beans that are a BlockingQueue and whose length is measured. An asterisk
	 * stands for any characters.
	 */
	private List<String> queues = new ArrayList<>();

	private final ActiveUsers activeUsers = new ActiveUsers();

	public List<String> getQueues() {
		return this.queues;
	}

	public void setQueues(List<String> queues) {
		this.queues = queues;
	}

	public ActiveUsers getActiveUsers() {
		return this.activeUsers;
	}

	/**
	 * Users with a request in a window of time.
	 */
	public static class ActiveUsers {

		/**
		 * Whether users that are logged in and make a request are counted.
		 */
		private boolean enabled = false;

		/**
		 * The time in which they are active after a request, from a minute to a day.
		 */
		private Duration window = Duration.ofMinutes(15);

		public boolean isEnabled() {
			return this.enabled;
		}

		public void setEnabled(boolean enabled) {
			this.enabled = enabled;
		}

		public Duration getWindow() {
			return this.window;
		}

		public void setWindow(Duration window) {
			this.window = window;
		}

	}

}
