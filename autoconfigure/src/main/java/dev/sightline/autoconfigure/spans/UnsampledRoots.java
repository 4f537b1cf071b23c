package dev.sightline.autoconfigure.spans;

/**
 * Hears of spans that belong to no observation, were not sampled and have no parent in
 * this process. The bean of this type is that of the signal that keeps some of them.
 */
public interface UnsampledRoots {

	/**
	 * Whether any may be kept.
	 */
	boolean isWanted();

	/**
	 * Whether a span that is over is kept.
	 * @param failed whether it failed
	 * @param nanos how long it took
	 */
	boolean isKept(boolean failed, long nanos);

	/**
	 * A span is over that is kept.
	 */
	void ended(UnsampledRoot root);

}
