package dev.sightline.autoconfigure.llm;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

import javax.sound.sampled.AudioFileFormat;
import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioInputStream;
import javax.sound.sampled.AudioSystem;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

class AudioLengthTests {

	@Test
	void shouldTellTheLengthOfAWavFile() throws IOException {
		assertThat(seconds(wav(new AudioFormat(22_050, 16, 2, true, false), 33_075), null)).isEqualTo(1.5);
		assertThat(seconds(wav(new AudioFormat(8_000, 8, 1, false, false), 20_001), null)).isEqualTo(20_001 / 8_000.0);
	}

	@Test
	void shouldTellTheLengthOfAWavStreamWithoutSize() throws IOException {
		byte[] wav = wav(new AudioFormat(8_000, 16, 1, true, false), 8_000);
		ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN).putInt(40, -1);
		assertThat(seconds(wav, "wav")).isEqualTo(1.0);
		ByteBuffer.wrap(wav).order(ByteOrder.LITTLE_ENDIAN).putInt(40, 0);
		assertThat(seconds(wav, "wav")).isEqualTo(1.0);
	}

	@Test
	void shouldPassOverOtherChunksOfAWavFile() throws IOException {
		byte[] wav = wav(new AudioFormat(8_000, 16, 1, true, false), 8_000);
		byte[] list = "LIST\u0003\0\0\0abc\0".getBytes(StandardCharsets.ISO_8859_1);
		byte[] both = new byte[wav.length + 2 * list.length];
		System.arraycopy(wav, 0, both, 0, 36);
		System.arraycopy(list, 0, both, 36, list.length);
		System.arraycopy(wav, 36, both, 36 + list.length, wav.length - 36);
		System.arraycopy(list, 0, both, both.length - list.length, list.length);
		assertThat(seconds(both, null)).isEqualTo(1.0);
	}

	@Test
	void shouldTellTheLengthOfAnMp3File() {
		byte[] mp3 = mp3(100, 0xFB, 0x90, 417);
		assertThat(seconds(mp3, null)).isCloseTo(100 * 1152 / 44_100.0, within(1e-9));
		// 24 kHz, as OpenAI's speech has it: version 2, 160 kbit/s
		assertThat(seconds(mp3(50, 0xF3, 0xE4, 480), "mp3")).isCloseTo(50 * 576 / 24_000.0, within(1e-9));
	}

	@Test
	void shouldPassOverTheTagsOfAnMp3File() {
		byte[] tag = new byte[10 + 300];
		System.arraycopy("ID3\u0003\0\0\0\0\u0002\u002C".getBytes(StandardCharsets.ISO_8859_1), 0, tag, 0, 10);
		byte[] mp3 = mp3(10, 0xFB, 0x92, 418);
		byte[] end = new byte[128];
		System.arraycopy("TAG".getBytes(StandardCharsets.ISO_8859_1), 0, end, 0, 3);
		byte[] all = ByteBuffer.allocate(tag.length + mp3.length + end.length).put(tag).put(mp3).put(end).array();
		assertThat(seconds(all, null)).isCloseTo(10 * 1152 / 44_100.0, within(1e-9));
	}

	@Test
	void shouldTellTheLengthOfRawSamplesIfItIsToldWhatTheyAre() {
		assertThat(seconds(new byte[24_000], "pcm")).isEqualTo(0.5);
		assertThat(seconds(new byte[24_000], null)).isNull();
	}

	@Test
	void shouldNotKnowTheLengthOfAnythingElse() throws IOException {
		assertThat(seconds("OggS and so on".getBytes(StandardCharsets.US_ASCII), "opus")).isNull();
		assertThat(seconds(new byte[0], "mp3")).isNull();
		assertThat(seconds("{\"error\": 1}".getBytes(StandardCharsets.US_ASCII), "mp3")).isNull();
		assertThat(seconds("RIFF....AVI and so on".getBytes(StandardCharsets.US_ASCII), null)).isNull();
		byte[] wav = wav(new AudioFormat(8_000, 16, 1, true, false), 8_000);
		ByteBuffer.wrap(wav).putInt(28, 0);
		assertThat(seconds(wav, null)).isNull();
	}

	@Test
	void shouldNotCareHowTheBytesCome() throws IOException {
		byte[] wav = wav(new AudioFormat(8_000, 16, 1, true, false), 8_000);
		byte[] mp3 = mp3(100, 0xFB, 0x90, 417);
		for (int size = 1; size < 50; size++) {
			assertThat(seconds(wav, null, size)).isEqualTo(1.0);
			assertThat(seconds(mp3, null, size)).isCloseTo(100 * 1152 / 44_100.0, within(1e-9));
		}
	}

	private static @Nullable Double seconds(byte[] audio, @Nullable String format) {
		return seconds(audio, format, Math.max(1, audio.length));
	}

	private static @Nullable Double seconds(byte[] audio, @Nullable String format, int size) {
		AudioLength length = new AudioLength(format);
		for (int i = 0; i < audio.length; i += size) {
			length.accept(audio, i, Math.min(size, audio.length - i));
		}
		return length.seconds();
	}

	private static byte[] wav(AudioFormat format, int frames) throws IOException {
		byte[] samples = new byte[frames * format.getFrameSize()];
		ByteArrayOutputStream wav = new ByteArrayOutputStream();
		AudioSystem.write(new AudioInputStream(new ByteArrayInputStream(samples), format, frames),
				AudioFileFormat.Type.WAVE, wav);
		return wav.toByteArray();
	}

	private static byte[] mp3(int frames, int second, int third, int length) {
		byte[] mp3 = new byte[frames * length];
		for (int i = 0; i < mp3.length; i += length) {
			mp3[i] = (byte) 0xFF;
			mp3[i + 1] = (byte) second;
			mp3[i + 2] = (byte) third;
		}
		return mp3;
	}

}
