package dev.sightline.autoconfigure.sentry;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.util.Set;
import java.util.regex.Pattern;

import io.sentry.vendor.gson.stream.JsonReader;
import io.sentry.vendor.gson.stream.JsonToken;
import io.sentry.vendor.gson.stream.JsonWriter;

import dev.sightline.autoconfigure.redaction.Redactor;

/**
 * Copies one JSON text without its secrets: each string is redacted, and all that stands
 * below a secret name.
 */
final class JsonRedaction {

	/**
	 * Sentry keeps no more of a text.
	 */
	private static final int LONGEST = 8192;

	private static final int LONGEST_NAME = 32;

	/**
	 * Shorter numbers are no card numbers.
	 */
	private static final int CARD_DIGITS = 12;

	private static final Pattern HASH = Pattern.compile("hashed:[0-9a-f]{16}");

	private static final Set<String> IDS = Set.of("event_id", "trace_id", "span_id", "parent_span_id", "replay_id",
			"profile_id", "profiler_id", "check_in_id");

	private final Redactor redactor;

	private final JsonReader in;

	private final JsonWriter out;

	JsonRedaction(Redactor redactor, Reader in, Writer out) {
		this.redactor = redactor;
		this.in = new JsonReader(in);
		this.in.setLenient(true);
		this.out = new JsonWriter(out);
		this.out.setLenient(true);
		this.out.setHtmlSafe(false);
	}

	void run() throws IOException {
		value("", false);
		this.out.flush();
	}

	private void value(String name, boolean secret) throws IOException {
		switch (this.in.peek()) {
			case BEGIN_OBJECT -> object(secret);
			case BEGIN_ARRAY -> array(name, secret);
			case STRING -> this.out.value(text(name, this.in.nextString(), secret));
			case NUMBER -> number(this.in.nextString(), secret);
			case BOOLEAN -> this.out.value(this.in.nextBoolean());
			case NULL -> {
				this.in.nextNull();
				this.out.nullValue();
			}
			default -> throw new IOException("No value is " + this.in.peek());
		}
	}

	private void object(boolean secret) throws IOException {
		this.in.beginObject();
		this.out.beginObject();
		while (this.in.peek() != JsonToken.END_OBJECT) {
			String name = this.in.nextName();
			this.out.name(isPlain(name) ? name : this.redactor.redact(name));
			value(name, secret || isSecret(name));
		}
		this.in.endObject();
		this.out.endObject();
	}

	private void array(String name, boolean secret) throws IOException {
		this.in.beginArray();
		this.out.beginArray();
		while (this.in.peek() != JsonToken.END_ARRAY) {
			value(name, secret);
		}
		this.in.endArray();
		this.out.endArray();
	}

	/**
	 * Whether a name is as those of Sentry's protocol are. Without them nothing could be
	 * read if the redactor fails.
	 */
	private static boolean isPlain(String name) {
		for (int i = 0; i < name.length(); i++) {
			char c = name.charAt(i);
			if ((c < 'a' || c > 'z') && c != '_') {
				return false;
			}
		}
		return name.length() <= LONGEST_NAME;
	}

	private boolean isSecret(String name) {
		return this.redactor.isSecret(name) || name.equals("cookies");
	}

	private String text(String name, String text, boolean secret) {
		if (isHash(name, text)) {
			return text;
		}
		if (secret) {
			return Redactor.REDACTED;
		}
		if (isId(name, text)) {
			return text;
		}
		String clean = this.redactor.redact(text);
		return (clean.length() <= LONGEST) ? clean : clean.substring(0, LONGEST - 3) + "...";
	}

	/**
	 * Whether a text is the hash of the id of a session. The id itself is secret.
	 */
	private static boolean isHash(String name, String text) {
		return name.equals(TagDetail.SESSION) && HASH.matcher(text).matches();
	}

	/**
	 * Whether a text is an id that Sentry made: they may look like card numbers.
	 */
	private static boolean isId(String name, String text) {
		if (!IDS.contains(name) || text.length() > 32) {
			return false;
		}
		for (int i = 0; i < text.length(); i++) {
			if (Character.digit(text.charAt(i), 16) < 0) {
				return false;
			}
		}
		return true;
	}

	private void number(String number, boolean secret) throws IOException {
		if (secret || (number.length() >= CARD_DIGITS && number.indexOf('.') < 0
				&& !this.redactor.redact(number).equals(number))) {
			this.out.value(Redactor.REDACTED);
		}
		else {
			this.out.jsonValue(number);
		}
	}

}
