package dev.sightline.autoconfigure.redaction;

import java.util.concurrent.atomic.LongAdder;
import java.util.function.UnaryOperator;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.Environment;

/**
 * Takes secrets out of texts that leave the process. A text is scanned once, and looked
 * at more closely only where the scan found a trigger. It never throws: what it can not
 * look at does not leave.
 */
public final class Redactor {

	/**
	 * What stands in for a secret.
	 */
	public static final String REDACTED = "[redacted]";

	/**
	 * What stands in for a text that could not be looked at.
	 */
	public static final String FAILED = "[redaction failed]";

	private static final String CUT = "... [%d characters cut]";

	/**
	 * A secret that the cut goes through is seen whole if it is shorter than this.
	 */
	private static final int OVERLAP = 8192;

	private static final int DECODINGS = 3;

	private final boolean enabled;

	private final int maxLength;

	private final SecretNames names;

	private final TriggerScanner scanner;

	private final Detector[] detectors;

	private final TriggeredPattern[] patterns;

	private final LongAdder failures = new LongAdder();

	private volatile @Nullable UnaryOperator<String> custom;

	Redactor(RedactionProperties properties) {
		if (properties.getMaxLength() < 1024) {
			throw new InvalidRedactionException(RedactionProperties.PREFIX + ".max-length", "it is too short",
					"Set it to 1024 or more.");
		}
		this.enabled = properties.isEnabled();
		this.maxLength = properties.getMaxLength();
		this.names = new SecretNames(properties.getNames());
		Triggers triggers = new Triggers(this.names, properties.isEmail(), properties.isPhone());
		this.patterns = TriggeredPattern.of(properties.getPatterns()).toArray(TriggeredPattern[]::new);
		this.scanner = triggers.scanner();
		this.detectors = triggers.detectors();
	}

	/**
	 * The redactor of an application.
	 * @param environment where it is configured, and kept
	 * @return the same one each time
	 * @throws InvalidRedactionException if it is configured in a way that can not work
	 */
	public static Redactor of(Environment environment) {
		if (environment instanceof ConfigurableEnvironment configurable) {
			synchronized (configurable) {
				if (configurable.getPropertySources().get(RedactorSource.NAME) instanceof RedactorSource source) {
					return source.getRedactor();
				}
				Redactor redactor = create(environment);
				configurable.getPropertySources().addLast(new RedactorSource(redactor));
				return redactor;
			}
		}
		return create(environment);
	}

	private static Redactor create(Environment environment) {
		return new Redactor(
				Binder.get(environment).bindOrCreate(RedactionProperties.PREFIX, RedactionProperties.class));
	}

	/**
	 * Take the secrets out of a text.
	 * @return the text itself if it has none
	 */
	public String redact(String text) {
		if (!this.enabled) {
			return text;
		}
		try {
			if (text.length() <= this.maxLength) {
				return clean(text);
			}
			String head = clean(text.substring(0, Math.min(text.length(), this.maxLength + OVERLAP)));
			return head.substring(0, Math.min(head.length(), this.maxLength))
					+ CUT.formatted(text.length() - this.maxLength);
		}
		catch (RuntimeException | StackOverflowError ex) {
			this.failures.increment();
			return FAILED;
		}
	}

	/**
	 * Take the secrets out of a value that has a name.
	 * @param name the name of a field, header or parameter
	 * @param value its value
	 * @return the value itself if it has none
	 */
	public String redact(String name, String value) {
		return isSecret(name) ? REDACTED : redact(value);
	}

	/**
	 * Whether a value of this name is secret, whatever it is.
	 */
	public boolean isSecret(String name) {
		return this.enabled && this.names.contains(name);
	}

	/**
	 * How many texts could not be looked at.
	 */
	public long failures() {
		return this.failures.sum();
	}

	/**
	 * Apply a function of the user to every text, after all else.
	 */
	void use(@Nullable UnaryOperator<String> custom) {
		this.custom = custom;
	}

	private String clean(String text) {
		String clean = detect(text);
		String decoded = PercentDecoder.decode(clean);
		String before = clean;
		// A query or a header may hide a secret by the way it is written, even twice.
		for (int i = 0; i < DECODINGS && !decoded.equals(before); i++) {
			before = detect(decoded);
			if (!before.equals(decoded)) {
				clean = before;
			}
			decoded = PercentDecoder.decode(before);
		}
		UnaryOperator<String> custom = this.custom;
		if (custom != null) {
			clean = custom.apply(clean);
			if (clean == null) {
				throw new IllegalStateException("The function returned nothing");
			}
		}
		return clean;
	}

	private String detect(String text) {
		String clean = scan(text);
		for (TriggeredPattern pattern : this.patterns) {
			clean = pattern.apply(clean);
		}
		return clean;
	}

	private String scan(String text) {
		TriggerScanner scanner = this.scanner;
		StringBuilder clean = null;
		int copied = 0;
		int state = 0;
		int length = text.length();
		for (int i = 0; i < length; i++) {
			state = scanner.next(state, text.charAt(i));
			if (state < 0) {
				state = ~state;
				long span = detect(text, scanner.hits(state), i + 1);
				if (span != Detector.NONE && Detector.to(span) > copied) {
					clean = (clean != null) ? clean : new StringBuilder(length);
					clean.append(text, copied, Math.max(copied, Detector.from(span))).append(REDACTED);
					copied = Detector.to(span);
					// What the secret hides is not looked at again.
					i = Math.max(i, copied - 1);
					state = 0;
				}
			}
		}
		return (clean != null) ? clean.append(text, copied, length).toString() : text;
	}

	private long detect(String text, int[] hits, int end) {
		for (int hit : hits) {
			long span = this.detectors[hit].detect(text, end - this.scanner.length(hit), end);
			if (span != Detector.NONE) {
				return span;
			}
		}
		return Detector.NONE;
	}

}
