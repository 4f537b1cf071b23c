package dev.sightline.autoconfigure.llm.springai.openai;

import java.io.IOException;
import java.io.InputStream;

import dev.sightline.autoconfigure.llm.AudioLength;
import dev.sightline.autoconfigure.llm.springai.openai.ObservedCalls.Running;

/**
 * Speech that is read. With its last byte the call ends.
 */
class AudioStream extends MeasuredStream {

	private final Running call;

	AudioStream(InputStream stream, AudioLength audio, Running call) {
		super(stream, audio);
		this.call = call;
	}

	@Override
	public int read(byte[] bytes, int offset, int length) throws IOException {
		int read;
		try {
			read = super.read(bytes, offset, length);
		}
		catch (IOException ex) {
			if (Thread.currentThread().isInterrupted()) {
				// So does a stream end that nobody wants any more.
				this.call.cancel();
			}
			this.call.end(ex);
			throw ex;
		}
		if (read < 0) {
			this.call.end(null);
		}
		else if (this.call.context().streaming()) {
			this.call.context().chunk();
		}
		return read;
	}

	@Override
	public void close() throws IOException {
		super.close();
		this.call.cancel();
	}

}
