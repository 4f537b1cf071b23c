package dev.sightline.autoconfigure.tracing.keep;

import java.util.Locale;

import io.opentelemetry.api.common.AttributeKey;

/**
 * Why a span is kept that the sampler did not want.
 */
enum KeepReason {

	/**
	 * It failed.
	 */
	ERROR,

	/**
	 * It was slow.
	 */
	SLOW,

	/**
	 * It was dear.
	 */
	COST,

	/**
	 * A trusted caller asked for it.
	 */
	DEBUG;

	/**
	 * The attribute of a span that tells the reason.
	 */
	static final AttributeKey<String> KEY = AttributeKey.stringKey("sightline.keep.reason");

	String text() {
		return name().toLowerCase(Locale.ROOT);
	}

}
