package dev.sightline.autoconfigure.spans;

/**
 * What counts as the time of an observation if that is not its duration, as for a stream
 * that lasts for an hour, or for what is observed only in its end.
 */
public final class ObservationLatency {

	/**
	 * The key of its context. The value is a {@link Long}, in nanoseconds.
	 */
	public static final String KEY = "sightline.latency";

	private ObservationLatency() {
	}

}
