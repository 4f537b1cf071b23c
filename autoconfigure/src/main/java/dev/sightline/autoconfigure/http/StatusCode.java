package dev.sightline.autoconfigure.http;

/**
 * The status of an answer in a log line.
 */
public final class StatusCode {

	private StatusCode() {
	}

	/**
	 * The status as a number, as OpenTelemetry's <a href=
	 * "https://opentelemetry.io/docs/specs/semconv/attributes-registry/http/">http.response.status_code</a>
	 * is one.
	 * @param status the status as it stands in a tag
	 * @return a number if it is one, or else the text
	 */
	public static Object of(String status) {
		try {
			return Integer.valueOf(status);
		}
		catch (NumberFormatException ex) {
			return status;
		}
	}

}
