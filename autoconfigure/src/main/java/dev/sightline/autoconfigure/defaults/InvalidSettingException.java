package dev.sightline.autoconfigure.defaults;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.origin.Origin;

/**
 * Thrown when a setting has a value that can not work.
 */
class InvalidSettingException extends RuntimeException {

	private final String key;

	private final String value;

	private final @Nullable Origin origin;

	private final String reason;

	private final String remedy;

	InvalidSettingException(Setting setting, String reason, String remedy) {
		super("Invalid value '" + setting.shown() + "' of '" + setting.key() + "': " + reason);
		this.key = setting.key();
		this.value = setting.shown();
		this.origin = setting.origin();
		this.reason = reason;
		this.remedy = remedy;
	}

	String getKey() {
		return this.key;
	}

	String getValue() {
		return this.value;
	}

	@Nullable Origin getOrigin() {
		return this.origin;
	}

	String getReason() {
		return this.reason;
	}

	String getRemedy() {
		return this.remedy;
	}

}
