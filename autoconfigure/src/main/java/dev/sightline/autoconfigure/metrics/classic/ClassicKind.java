package dev.sightline.autoconfigure.metrics.classic;

/**
 * What a classic family is, and what it takes from a series that there is.
 */
enum ClassicKind {

	/**
	 * A counter of how often a timer, a summary or a counter was recorded to.
	 */
	COUNT,

	/**
	 * A counter of what a summary sums.
	 */
	SUM,

	/**
	 * A histogram, with the boundaries that all its series have.
	 */
	HISTOGRAM,

	/**
	 * A gauge.
	 */
	GAUGE,

	/**
	 * A gauge in percent of one from 0 to 1.
	 */
	PERCENT

}
