package dev.sightline.autoconfigure.alert;

import java.util.Locale;

/**
 * How bad it is that an alert fires.
 */
public enum Severity {

	/**
	 * Users notice it now: wakes somebody.
	 */
	CRITICAL,

	/**
	 * Users notice some of it, or will soon: somebody looks at it today.
	 */
	HIGH,

	/**
	 * A cause that nobody notices yet: somebody looks at it this week.
	 */
	WARNING,

	/**
	 * Worth to know when something else is looked into.
	 */
	INFO;

	/**
	 * The value of the label {@code severity}.
	 */
	String label() {
		return name().toLowerCase(Locale.ROOT);
	}

}
