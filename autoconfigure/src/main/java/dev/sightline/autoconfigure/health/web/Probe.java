package dev.sightline.autoconfigure.health.web;

/**
 * What is asked of health.
 */
enum Probe {

	/**
	 * Is all well?
	 */
	HEALTH("", true),

	/**
	 * Does the process have to be restarted?
	 */
	LIVE("/live", true),

	/**
	 * May it get traffic?
	 */
	READY("/ready", true),

	/**
	 * What is wrong, and since when?
	 */
	DETAILED("/detailed", false),

	/**
	 * The series of health alone.
	 */
	METRICS("/metrics", false);

	private final String suffix;

	private final boolean open;

	Probe(String suffix, boolean open) {
		this.suffix = suffix;
		this.open = open;
	}

	/**
	 * Where it is asked, below the base path.
	 */
	String suffix() {
		return this.suffix;
	}

	/**
	 * Whether anybody may ask.
	 */
	boolean isOpen() {
		return this.open;
	}

	static boolean isRead(String method) {
		return "GET".equals(method) || "HEAD".equals(method);
	}

}
