package dev.sightline.autoconfigure.tracing.propagation;

import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;

import io.opentelemetry.context.propagation.TextMapGetter;
import org.jspecify.annotations.Nullable;

/**
 * Lets a propagator see of baggage that comes from outside only the fields that are
 * wanted, and of those only what is not too large. All else would be kept with the
 * request and sent on to every service that it calls.
 */
class LimitedBaggage {

	/**
	 * Header of all fields.
	 */
	static final String HEADER = "baggage";

	/**
	 * Most characters of the headers of a request that are looked at, which is what the
	 * specification asks each platform to pass on.
	 * @see <a href="https://www.w3.org/TR/baggage/#limits">W3C Baggage, limits</a>
	 */
	static final int LARGEST = 8192;

	/**
	 * Most characters of one field, with its name, as it stands in the header.
	 */
	static final int LARGEST_FIELD = 1024;

	private final Set<String> allowed = new LinkedHashSet<>();

	private final LongAdder unknown = new LongAdder();

	private final LongAdder tooLarge = new LongAdder();

	LimitedBaggage(List<String> allowed) {
		allowed.forEach((field) -> this.allowed.add(field.toLowerCase(Locale.ROOT)));
	}

	boolean isAllowed() {
		return !this.allowed.isEmpty();
	}

	/**
	 * Whether a header brings baggage, of which what is not taken is counted.
	 */
	boolean isField(String header) {
		return HEADER.equalsIgnoreCase(header) || this.allowed.contains(header.toLowerCase(Locale.ROOT));
	}

	LongAdder unknown() {
		return this.unknown;
	}

	LongAdder tooLarge() {
		return this.tooLarge;
	}

	/**
	 * A view of a carrier.
	 */
	<C> TextMapGetter<C> of(TextMapGetter<C> getter) {
		return new Getter<>(getter);
	}

	private @Nullable String value(String header, @Nullable String value) {
		if (value == null) {
			return null;
		}
		if (HEADER.equalsIgnoreCase(header)) {
			return value.isEmpty() ? null : fields(List.of(value).iterator());
		}
		if (value.length() > LARGEST_FIELD && this.allowed.contains(header.toLowerCase(Locale.ROOT))) {
			this.tooLarge.increment();
			return null;
		}
		// Jaeger's debugging header, which may bring any field.
		return header.equals("jaeger-baggage") ? null : value;
	}

	/**
	 * What is left of some headers, as one.
	 */
	private @Nullable String fields(Iterator<String> headers) {
		StringBuilder kept = new StringBuilder();
		int size = 0;
		while (headers.hasNext()) {
			String header = headers.next();
			int begin = 0;
			while (begin < header.length()) {
				int comma = header.indexOf(',', begin);
				int end = (comma >= 0) ? comma : header.length();
				size += end - begin + 1;
				if (size > LARGEST) {
					this.tooLarge.increment();
					return (kept.length() > 0) ? kept.toString() : null;
				}
				keep(header, begin, end, kept);
				begin = end + 1;
			}
		}
		return (kept.length() > 0) ? kept.toString() : null;
	}

	private void keep(String header, int begin, int end, StringBuilder kept) {
		int equals = header.indexOf('=', begin);
		if (equals < 0 || equals >= end) {
			return;
		}
		if (!this.allowed.contains(header.substring(begin, equals).trim().toLowerCase(Locale.ROOT))) {
			this.unknown.increment();
		}
		else if (end - begin > LARGEST_FIELD) {
			this.tooLarge.increment();
		}
		else {
			if (kept.length() > 0) {
				kept.append(',');
			}
			kept.append(header, begin, end);
		}
	}

	private final class Getter<C> implements TextMapGetter<C> {

		private final TextMapGetter<C> getter;

		Getter(TextMapGetter<C> getter) {
			this.getter = getter;
		}

		/**
		 * Who looks for keys looks for fields of baggage with a prefix.
		 */
		@Override
		public Iterable<String> keys(C carrier) {
			return List.of();
		}

		@Override
		public @Nullable String get(@Nullable C carrier, String key) {
			return value(key, this.getter.get(carrier, key));
		}

		@Override
		public Iterator<String> getAll(@Nullable C carrier, String key) {
			if (!HEADER.equalsIgnoreCase(key)) {
				String value = get(carrier, key);
				return ((value != null) ? List.of(value) : List.<String>of()).iterator();
			}
			String kept = fields(this.getter.getAll(carrier, key));
			return ((kept != null) ? List.of(kept) : List.<String>of()).iterator();
		}

	}

}
