package dev.sightline.autoconfigure.tracing.keep;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

import io.opentelemetry.context.Context;
import io.opentelemetry.context.ContextKey;
import org.jspecify.annotations.Nullable;

/**
 * The header by which a trusted caller asks for its whole trace.
 */
public class DebugHeader {

	/**
	 * The name of the header.
	 */
	public static final String NAME = "X-Trace-Debug";

	private static final int SHORTEST = 16;

	private static final ContextKey<Boolean> WANTED = ContextKey.named("sightline-trace-debug");

	private final byte[] token;

	DebugHeader(String token) {
		if (token.length() < SHORTEST) {
			throw KeepRules.invalid("debug-token", "*".repeat(token.length()),
					"It can be guessed. It has to have at least " + SHORTEST + " characters.");
		}
		this.token = token.getBytes(StandardCharsets.UTF_8);
	}

	/**
	 * A context in which a span that begins is sampled, if the caller may ask for that.
	 * @param context the context of the caller
	 * @param value the header, {@code null} if there is none
	 */
	public Context apply(Context context, @Nullable String value) {
		return (value != null && MessageDigest.isEqual(this.token, value.getBytes(StandardCharsets.UTF_8)))
				? context.with(WANTED, true) : context;
	}

	static boolean isWanted(Context context) {
		return context.get(WANTED) != null;
	}

}
