package dev.sightline.autoconfigure.http;

import io.micrometer.common.KeyValue;
import io.micrometer.observation.Observation;

/**
 * Reads the tags that the convention of an observation gave it.
 */
public final class ObservationTags {

	private ObservationTags() {
	}

	/**
	 * The value of a tag.
	 * @param context the context of the observation
	 * @param key the key of the tag
	 * @return the value, {@value KeyValue#NONE_VALUE} if the convention does not have it
	 */
	public static String value(Observation.Context context, String key) {
		KeyValue value = context.getLowCardinalityKeyValue(key);
		return (value != null) ? value.getValue() : KeyValue.NONE_VALUE;
	}

	/**
	 * The status of the answer as it stands in log lines: a number, as OpenTelemetry's
	 * <a href=
	 * "https://opentelemetry.io/docs/specs/semconv/attributes-registry/http/">http.response.status_code</a>
	 * is one.
	 * @param context the context of the observation
	 * @return a number, or the text of the tag if there was no status
	 */
	public static Object status(Observation.Context context) {
		String status = value(context, "status");
		try {
			return Integer.valueOf(status);
		}
		catch (NumberFormatException ex) {
			return status;
		}
	}

}
