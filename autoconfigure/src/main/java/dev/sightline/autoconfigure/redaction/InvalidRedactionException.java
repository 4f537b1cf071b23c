package dev.sightline.autoconfigure.redaction;

/**
 * Thrown when a setting of the redaction can not work.
 */
public class InvalidRedactionException extends RuntimeException {

	private final String key;

	private final String reason;

	private final String remedy;

	InvalidRedactionException(String key, String reason, String remedy) {
		super("Invalid value of '" + key + "': " + reason);
		this.key = key;
		this.reason = reason;
		this.remedy = remedy;
	}

	/**
	 * The key of the setting.
	 */
	public String getKey() {
		return this.key;
	}

	/**
	 * What is wrong with its value.
	 */
	public String getReason() {
		return this.reason;
	}

	/**
	 * What to set instead.
	 */
	public String getRemedy() {
		return this.remedy;
	}

}
