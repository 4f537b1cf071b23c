package dev.sightline.autoconfigure.logging;

/**
 * Thrown when a setting of the log can not work.
 */
class InvalidLoggingException extends RuntimeException {

	private static final long serialVersionUID = 1;

	private final String key;

	private final String value;

	private final String remedy;

	InvalidLoggingException(String key, Object value, String remedy) {
		super("Invalid value '" + value + "' of '" + key + "': " + remedy);
		this.key = key;
		this.value = value.toString();
		this.remedy = remedy;
	}

	String getKey() {
		return this.key;
	}

	String getValue() {
		return this.value;
	}

	String getRemedy() {
		return this.remedy;
	}

}
