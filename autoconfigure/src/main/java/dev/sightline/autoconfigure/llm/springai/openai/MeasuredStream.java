package dev.sightline.autoconfigure.llm.springai.openai;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

import dev.sightline.autoconfigure.llm.AudioLength;

/**
 * Audio whose length is worked out while it is read.
 */
class MeasuredStream extends FilterInputStream {

	private final AudioLength audio;

	private final byte[] one = new byte[1];

	MeasuredStream(InputStream stream, AudioLength audio) {
		super(stream);
		this.audio = audio;
	}

	@Override
	public int read() throws IOException {
		return (read(this.one, 0, 1) < 0) ? -1 : this.one[0] & 0xFF;
	}

	@Override
	public int read(byte[] bytes, int offset, int length) throws IOException {
		int read = super.read(bytes, offset, length);
		if (read > 0) {
			this.audio.accept(bytes, offset, read);
		}
		return read;
	}

}
