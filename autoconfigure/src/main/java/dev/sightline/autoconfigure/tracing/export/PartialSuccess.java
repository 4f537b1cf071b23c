package dev.sightline.autoconfigure.tracing.export;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * What a receiver did not want of a batch that it took.
 *
 * @param rejected how many spans
 * @param message why, at most 200 characters
 * @see <a href=
 * "https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/collector/trace/v1/trace_service.proto">ExportTracePartialSuccess</a>
 */
record PartialSuccess(long rejected, String message) {

	private static final PartialSuccess NONE = new PartialSuccess(0, "");

	private static final int VARINT = 0;

	private static final int FIXED_64 = 1;

	private static final int BYTES = 2;

	private static final int FIXED_32 = 5;

	private static final int LONGEST = 200;

	/**
	 * Read an {@code ExportTraceServiceResponse}, whose first field is the message with
	 * the number as its first field and the reason as its second.
	 * @return what it says, nothing if it is none
	 */
	static PartialSuccess parse(byte[] response) {
		try {
			ByteBuffer buffer = ByteBuffer.wrap(response);
			while (buffer.hasRemaining()) {
				long tag = varint(buffer);
				if (tag == (1 << 3 | BYTES)) {
					return partial(bytes(buffer));
				}
				skip(buffer, tag);
			}
		}
		catch (BufferUnderflowException | IllegalArgumentException ex) {
			// It speaks something else.
		}
		return NONE;
	}

	private static PartialSuccess partial(ByteBuffer buffer) {
		long rejected = 0;
		String message = "";
		while (buffer.hasRemaining()) {
			long tag = varint(buffer);
			if (tag == (1 << 3 | VARINT)) {
				rejected = varint(buffer);
			}
			else if (tag == (2 << 3 | BYTES)) {
				message = StandardCharsets.UTF_8.decode(bytes(buffer)).toString();
			}
			else {
				skip(buffer, tag);
			}
		}
		return new PartialSuccess(rejected, message.substring(0, Math.min(message.length(), LONGEST)));
	}

	private static void skip(ByteBuffer buffer, long tag) {
		switch ((int) tag & 7) {
			case VARINT -> varint(buffer);
			case FIXED_64 -> buffer.getLong();
			case BYTES -> bytes(buffer);
			case FIXED_32 -> buffer.getInt();
			default -> throw new IllegalArgumentException("No type of a field");
		}
	}

	private static ByteBuffer bytes(ByteBuffer buffer) {
		long length = varint(buffer);
		if (length < 0 || length > buffer.remaining()) {
			throw new BufferUnderflowException();
		}
		ByteBuffer bytes = buffer.slice(buffer.position(), (int) length);
		buffer.position(buffer.position() + (int) length);
		return bytes;
	}

	private static long varint(ByteBuffer buffer) {
		long value = 0;
		for (int shift = 0; shift < Long.SIZE; shift += 7) {
			byte next = buffer.get();
			value |= (long) (next & 0x7f) << shift;
			if (next >= 0) {
				return value;
			}
		}
		throw new IllegalArgumentException("No number");
	}

}
