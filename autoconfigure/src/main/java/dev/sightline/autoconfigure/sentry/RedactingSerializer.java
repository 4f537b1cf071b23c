package dev.sightline.autoconfigure.sentry;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.Writer;
import java.util.Map;

import io.sentry.ISerializer;
import io.sentry.JsonDeserializer;
import io.sentry.JsonObjectWriter;
import io.sentry.SentryEnvelope;
import io.sentry.SentryOptions;
import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.redaction.Redactor;

/**
 * Takes the secrets out of all that Sentry sends as JSON, whatever it is and whoever put
 * it there: it works on the text that would leave. If it fails, nothing leaves.
 */
class RedactingSerializer implements ISerializer {

	private final ISerializer serializer;

	private final SentryOptions options;

	private final Redactor redactor;

	/**
	 * Create it.
	 * @param serializer reads, and writes envelopes around what is redacted
	 */
	RedactingSerializer(ISerializer serializer, SentryOptions options, Redactor redactor) {
		this.serializer = serializer;
		this.options = options;
		this.redactor = redactor;
	}

	/**
	 * Does not ask Sentry's own serializer, which shows the text to its debug log.
	 */
	@Override
	public <T> void serialize(T entity, Writer writer) throws IOException {
		StringWriter raw = new StringWriter();
		new JsonObjectWriter(raw, this.options.getMaxDepth()).value(this.options.getLogger(), entity);
		writer.write(redact(raw.toString()));
		writer.flush();
	}

	@Override
	public String serialize(Map<String, Object> data) throws Exception {
		StringWriter text = new StringWriter();
		serialize(data, text);
		return text.toString();
	}

	private String redact(String json) throws IOException {
		StringWriter text = new StringWriter(json.length());
		new JsonRedaction(this.redactor, new StringReader(json), text).run();
		return text.toString();
	}

	@Override
	public void serialize(SentryEnvelope envelope, OutputStream outputStream) throws Exception {
		this.serializer.serialize(envelope, outputStream);
	}

	@Override
	public <T, R> @Nullable T deserializeCollection(Reader reader, Class<T> type,
			@Nullable JsonDeserializer<R> elementDeserializer) {
		return this.serializer.deserializeCollection(reader, type, elementDeserializer);
	}

	@Override
	public <T> @Nullable T deserialize(Reader reader, Class<T> type) {
		return this.serializer.deserialize(reader, type);
	}

	@Override
	public @Nullable SentryEnvelope deserializeEnvelope(InputStream inputStream) {
		return this.serializer.deserializeEnvelope(inputStream);
	}

}
