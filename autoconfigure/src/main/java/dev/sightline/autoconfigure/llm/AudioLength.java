package dev.sightline.autoconfigure.llm;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import org.jspecify.annotations.Nullable;

/**
 * Works out how long audio lasts while its bytes go by. It knows WAV, MP3 and the raw
 * samples of OpenAI; of anything else the length is unknown. It keeps none of the bytes,
 * and is for one thread at a time.
 */
public final class AudioLength {

	/**
	 * Bytes for a second of what OpenAI calls {@code pcm}: 24,000 samples of 16 bits.
	 * @see <a href="https://platform.openai.com/docs/guides/text-to-speech">Text to
	 * speech</a>
	 */
	private static final double PCM_RATE = 48_000;

	private static final int CHUNK = 8;

	private static final int FORMAT = 16;

	private final ByteBuffer head = ByteBuffer.allocate(FORMAT).order(ByteOrder.LITTLE_ENDIAN);

	private Part part = Part.START;

	/**
	 * Bytes that are passed over, and those of a WAV that come after its format.
	 */
	private long skip;

	private int formatSize;

	private long byteRate;

	private long declared;

	private long bytes;

	private double seconds;

	/**
	 * Create it for audio of which nothing has been seen.
	 * @param format the name of the format as the provider calls it, {@code null} if that
	 * is not known; only {@code pcm} is believed, all else tells itself
	 */
	public AudioLength(@Nullable String format) {
		if ("pcm".equalsIgnoreCase(format)) {
			this.part = Part.PCM;
		}
		expect();
	}

	/**
	 * Look at bytes that go by.
	 */
	public void accept(byte[] source, int offset, int length) {
		int at = offset;
		int end = offset + length;
		while (at < end) {
			int left = end - at;
			if (this.part.size == 0) {
				this.bytes += left;
				return;
			}
			if (this.skip > 0) {
				int passed = (int) Math.min(this.skip, left);
				this.skip -= passed;
				at += passed;
			}
			else {
				int taken = Math.min(this.head.remaining(), left);
				this.head.put(source, at, taken);
				at += taken;
				if (!this.head.hasRemaining()) {
					this.part = next();
					expect();
				}
			}
		}
	}

	private void expect() {
		this.head.clear().limit(this.part.size);
	}

	/**
	 * How long it lasts so far, in seconds; {@code null} if that is not known.
	 */
	public @Nullable Double seconds() {
		return switch (this.part) {
			case PCM -> this.bytes / PCM_RATE;
			case DATA -> (this.byteRate > 0) ? Math.min(this.bytes, this.declared) / (double) this.byteRate : null;
			case FRAME, TRAILER -> (this.seconds > 0) ? this.seconds : null;
			default -> null;
		};
	}

	private Part next() {
		return switch (this.part) {
			case START -> start();
			case RIFF -> "WAVE".equals(text(4)) ? Part.WAV_CHUNK : Part.UNKNOWN;
			case WAV_CHUNK -> chunk(text(0), this.head.getInt(4) & 0xFFFFFFFFL);
			case WAV_FORMAT -> format();
			case TAG -> tag();
			default -> frame();
		};
	}

	private Part start() {
		String text = text(0);
		if ("RIFF".equals(text)) {
			return Part.RIFF;
		}
		return text.startsWith("ID3") ? Part.TAG : frame();
	}

	private Part chunk(String name, long size) {
		if ("data".equals(name)) {
			// Whoever streams does not know the size, and says 0 or the greatest there
			// is.
			this.declared = (size > 0 && size < 0xFFFFFFFFL) ? size : Long.MAX_VALUE;
			return Part.DATA;
		}
		if ("fmt ".equals(name) && size >= FORMAT) {
			this.formatSize = (int) Math.min(size, Integer.MAX_VALUE);
			return Part.WAV_FORMAT;
		}
		this.skip = size + (size & 1);
		return Part.WAV_CHUNK;
	}

	private Part format() {
		this.byteRate = this.head.getInt(CHUNK) & 0xFFFFFFFFL;
		this.skip = (long) this.formatSize - FORMAT + (this.formatSize & 1);
		return Part.WAV_CHUNK;
	}

	/**
	 * A tag before the first frame, of which four bytes have been seen. Its size has
	 * seven bits in each byte.
	 */
	private Part tag() {
		this.skip = (this.head.get(2) & 0x7F) << 21 | (this.head.get(3) & 0x7F) << 14 | (this.head.get(4) & 0x7F) << 7
				| this.head.get(5) & 0x7F;
		return Part.FRAME;
	}

	private Part frame() {
		int second = this.head.get(1) & 0xFF;
		int third = this.head.get(2) & 0xFF;
		int length = Mp3Frame.length(this.head.get(0) & 0xFF, second, third);
		if (length == 0) {
			// A tag may come after the last frame.
			return (this.seconds > 0) ? Part.TRAILER : Part.UNKNOWN;
		}
		this.seconds += Mp3Frame.seconds(second, third);
		this.skip = length - Part.FRAME.size;
		return Part.FRAME;
	}

	private String text(int from) {
		return new String(this.head.array(), from, 4, StandardCharsets.ISO_8859_1);
	}

	/**
	 * What is read next, and how many bytes of it are needed; 0 for all that follow.
	 */
	private enum Part {

		START(4), RIFF(8), WAV_CHUNK(CHUNK), WAV_FORMAT(FORMAT), DATA(0), TAG(6), FRAME(4), TRAILER(0), PCM(0),
		UNKNOWN(0);

		private final int size;

		Part(int size) {
			this.size = size;
		}

	}

}
