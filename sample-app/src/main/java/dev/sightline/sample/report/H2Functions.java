package dev.sightline.sample.report;

/**
 * What PostgreSQL has and H2 has not. It is public for H2.
 */
public final class H2Functions {

	private H2Functions() {
	}

	public static String sleep(double seconds) throws InterruptedException {
		Thread.sleep((long) (seconds * 1000));
		return "";
	}

}
