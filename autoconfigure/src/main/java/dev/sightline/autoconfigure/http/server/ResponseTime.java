package dev.sightline.autoconfigure.http.server;

import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.BiPredicate;

import org.springframework.http.HttpHeaders;

/**
 * Tells the client in headers how long its answer took to begin.
 */
class ResponseTime {

	private static final long TENTH_OF_MILLISECOND = 100_000;

	/**
	 * Times up to 100 ms are put into words once.
	 */
	private final AtomicReferenceArray<String> texts = new AtomicReferenceArray<>(1000);

	private final boolean header;

	private final boolean serverTiming;

	ResponseTime(HttpProperties.Headers headers) {
		this.header = headers.isResponseTime();
		this.serverTiming = headers.isServerTiming();
	}

	/**
	 * Whether any header is wanted.
	 */
	boolean isWanted() {
		return this.header || this.serverTiming;
	}

	/**
	 * Write what is wanted, unless the application did.
	 * @param nanos the nanoseconds since the request came
	 * @param answer what has the headers
	 * @param present whether it has a header already
	 * @param writer writes a header
	 */
	<A> void write(long nanos, A answer, BiPredicate<A, AnswerHeader> present, Writer<A> writer) {
		String millis = millis(nanos);
		if (this.header && !present.test(answer, AnswerHeader.RESPONSE_TIME)) {
			writer.write(answer, AnswerHeader.RESPONSE_TIME, millis);
		}
		if (this.serverTiming && !present.test(answer, AnswerHeader.SERVER_TIMING)) {
			writer.write(answer, AnswerHeader.SERVER_TIMING, "total;dur=" + millis.substring(0, millis.length() - 2));
		}
	}

	/**
	 * Write what is wanted, unless the application did.
	 * @param nanos the nanoseconds since the request came
	 * @param headers the headers of the answer
	 */
	void write(long nanos, HttpHeaders headers) {
		write(nanos, headers, (all, header) -> all.containsHeader(header.text()),
				(all, header, value) -> all.set(header.text(), value));
	}

	private String millis(long nanos) {
		long tenths = Math.max(0, nanos) / TENTH_OF_MILLISECOND;
		if (tenths >= this.texts.length()) {
			return format(tenths);
		}
		String text = this.texts.get((int) tenths);
		if (text == null) {
			text = format(tenths);
			this.texts.set((int) tenths, text);
		}
		return text;
	}

	private static String format(long tenths) {
		return tenths / 10 + "." + tenths % 10 + "ms";
	}

	/**
	 * Writes a header of an answer.
	 *
	 * @param <A> what has the headers
	 */
	@FunctionalInterface
	interface Writer<A> {

		void write(A answer, AnswerHeader header, String value);

	}

}
