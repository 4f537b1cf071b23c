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
	 * A span is over.
	 */
	void ended(UnsampledRoot root);

}
