package dev.sightline.autoconfigure.llm.cost;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Objects;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.llm.ModelCall;
import dev.sightline.autoconfigure.llm.TokenUsage;

/**
 * What each thing costs, {@code null} where it is not billed by itself. Tokens from a
 * cache and into it are part of the input, and cost what input does unless they have a
 * rate; those of reasoning are part of the output likewise.
 *
 * @param input a million tokens of input
 * @param output a million tokens of output
 * @param cacheRead a million tokens of input from a cache
 * @param cacheWrite a million tokens of input into a cache
 * @param reasoning a million tokens of reasoning
 * @param image an image
 * @param audioMinute a minute of audio
 * @param characters a million characters
 * @param second a second that a call takes
 */
record Rates(@Nullable BigDecimal input, @Nullable BigDecimal output, @Nullable BigDecimal cacheRead,
		@Nullable BigDecimal cacheWrite, @Nullable BigDecimal reasoning, @Nullable BigDecimal image,
		@Nullable BigDecimal audioMinute, @Nullable BigDecimal characters, @Nullable BigDecimal second) {

	/**
	 * No call has more. Who reports more is wrong, and that is as good as unknown.
	 */
	static final long MOST = 1_000_000_000;

	private static final int MILLION = 6;

	private static final BigDecimal SIXTY = BigDecimal.valueOf(60);

	/**
	 * Whether there are none.
	 */
	boolean areUnknown() {
		return Stream
			.of(this.input, this.output, this.cacheRead, this.cacheWrite, this.reasoning, this.image, this.audioMinute,
					this.characters, this.second)
			.allMatch(Objects::isNull);
	}

	/**
	 * What a call costs, to the last digit.
	 * @return the amount, {@code null} if anything that is billed is not known
	 */
	@Nullable BigDecimal amount(ModelCall call) {
		TokenUsage usage = call.usage();
		Double audio = call.audioSeconds();
		Sum sum = new Sum();
		if (this.input != null) {
			sum.tokens(usage.input(), this.input, part(usage.cacheRead()), this.cacheRead, part(usage.cacheWrite()),
					this.cacheWrite);
		}
		if (this.output != null) {
			sum.tokens(usage.output(), this.output, part(usage.reasoning()), this.reasoning, 0, null);
		}
		if (this.image != null) {
			sum.add(call.images(), this.image, 0);
		}
		if (this.audioMinute != null) {
			sum.minutes(audio, this.audioMinute);
		}
		if (this.characters != null) {
			sum.add(call.characters(), this.characters, MILLION);
		}
		if (this.second != null) {
			sum.total = sum.total.add(BigDecimal.valueOf(call.duration(), 9).multiply(this.second));
		}
		return sum.known ? sum.total : null;
	}

	private static long part(@Nullable Long count) {
		return (count != null) ? count : 0;
	}

	private static final class Sum {

		private BigDecimal total = BigDecimal.ZERO;

		private boolean known = true;

		/**
		 * Parts that have a rate cost that, and the rest of the whole costs the whole's.
		 */
		private void tokens(@Nullable Long whole, BigDecimal rate, long first, @Nullable BigDecimal firstRate,
				long second, @Nullable BigDecimal secondRate) {
			if (whole == null) {
				this.known = false;
				return;
			}
			long priced = 0;
			if (firstRate != null) {
				priced = Math.min(first, whole);
				add(priced, firstRate, MILLION);
			}
			if (secondRate != null) {
				long rest = Math.min(second, whole - priced);
				add(rest, secondRate, MILLION);
				priced += rest;
			}
			add(whole - priced, rate, MILLION);
		}

		private void add(@Nullable Long count, BigDecimal rate, int shift) {
			if (count == null || count < 0 || count > MOST) {
				this.known = false;
				return;
			}
			this.total = this.total.add(BigDecimal.valueOf(count).multiply(rate).movePointLeft(shift));
		}

		private void minutes(@Nullable Double seconds, BigDecimal rate) {
			if (seconds == null || !(seconds >= 0 && seconds <= MOST)) {
				this.known = false;
				return;
			}
			this.total = this.total
				.add(BigDecimal.valueOf(seconds).multiply(rate).divide(SIXTY, MathContext.DECIMAL64));
		}

	}

}
