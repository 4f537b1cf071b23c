package dev.sightline.autoconfigure.redaction;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * What is taken out of log lines and of all else that may hold a secret.
 */
@ConfigurationProperties(RedactionProperties.PREFIX)
public class RedactionProperties {

	static final String PREFIX = "sightline.redaction";

	/**
	 * Whether secrets are taken out.
	 */
	private boolean enabled = true;

	/**
	 * Names of fields, headers and parameters that are secret, besides the built-in ones.
	 * Case, hyphens, underscores and dots do not matter.
	 */
	private List<String> names = List.of();

	/**
	 * Whether e-mail addresses are taken out.
	 */
	private boolean email = false;

	/**
	 * Whether phone numbers are taken out.
	 */
	private boolean phone = false;

	/**
	 * Longest text that is looked at, in characters. What is beyond it is cut off.
	 */
	private int maxLength = 256 * 1024;

	/**
	 * Patterns of your own.
	 */
	private final Map<String, CustomPattern> patterns = new LinkedHashMap<>();

	public boolean isEnabled() {
		return this.enabled;
	}

	public void setEnabled(boolean enabled) {
		this.enabled = enabled;
	}

	public List<String> getNames() {
		return this.names;
	}

	public void setNames(List<String> names) {
		this.names = names;
	}

	public boolean isEmail() {
		return this.email;
	}

	public void setEmail(boolean email) {
		this.email = email;
	}

	public boolean isPhone() {
		return this.phone;
	}

	public void setPhone(boolean phone) {
		this.phone = phone;
	}

	public int getMaxLength() {
		return this.maxLength;
	}

	public void setMaxLength(int maxLength) {
		this.maxLength = maxLength;
	}

	public Map<String, CustomPattern> getPatterns() {
		return this.patterns;
	}

	/**
	 * A pattern of the user.
	 */
	public static class CustomPattern {

		/**
		 * Regular expression of what is taken out.
		 */
		private @Nullable String regex;

		/**
		 * Text that has to be there for the pattern to be tried, in any case. Without it
		 * the pattern is tried on every text.
		 */
		private @Nullable String trigger;

		public @Nullable String getRegex() {
			return this.regex;
		}

		public void setRegex(@Nullable String regex) {
			this.regex = regex;
		}

		public @Nullable String getTrigger() {
			return this.trigger;
		}

		public void setTrigger(@Nullable String trigger) {
			this.trigger = trigger;
		}

	}

}
