package dev.sightline.sample.stub;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

import tools.jackson.databind.node.ObjectNode;

/**
 * Speech that is silence, 60 ms for each character, and transcriptions of anything.
 */
final class StubAudio {

	private static final int CHARACTER_MILLIS = 60;

	private static final int WAV_RATE = 24_000;

	/**
	 * A frame of MPEG-1 layer III with 128 kbit/s at 44.1 kHz: 1,152 samples.
	 */
	private static final int MP3_FRAME = 417;

	private static final double MP3_FRAME_MILLIS = 1152 / 44.1;

	private static final double HEARD_SECONDS = 2.5;

	private static final String TRANSCRIPTION = "This transcription is simulated.";

	private static final Pattern STREAM = Pattern
		.compile("name=\"?stream\"?[^\\r\\n]*\\r\\n(?:[^\\r\\n]+\\r\\n)*\\r\\ntrue");

	private StubAudio() {
	}

	static StubAnswer speech(StubRequest request) {
		int millis = request.json().path("input").asString("").length() * CHARACTER_MILLIS;
		return switch (request.json().path("response_format").asString("mp3")) {
			case "wav" -> StubAnswer.bytes("audio/wav", wav(millis));
			case "pcm" -> StubAnswer.bytes("audio/pcm", new byte[2 * WAV_RATE / 1000 * millis]);
			case "opus" -> StubAnswer.bytes("audio/ogg", ascii("OggS, but not really"));
			default -> StubAnswer.bytes("audio/mpeg", mp3(millis));
		};
	}

	private static byte[] wav(int millis) {
		int size = 2 * WAV_RATE / 1000 * millis;
		ByteBuffer wav = ByteBuffer.allocate(44 + size).order(ByteOrder.LITTLE_ENDIAN);
		wav.put(ascii("RIFF")).putInt(36 + size).put(ascii("WAVEfmt "));
		wav.putInt(16).putShort((short) 1).putShort((short) 1);
		wav.putInt(WAV_RATE).putInt(2 * WAV_RATE).putShort((short) 2).putShort((short) 16);
		wav.put(ascii("data")).putInt(size);
		return wav.array();
	}

	private static byte[] mp3(int millis) {
		int frames = (int) Math.ceil(millis / MP3_FRAME_MILLIS);
		byte[] mp3 = new byte[frames * MP3_FRAME];
		for (int i = 0; i < mp3.length; i += MP3_FRAME) {
			mp3[i] = (byte) 0xFF;
			mp3[i + 1] = (byte) 0xFB;
			mp3[i + 2] = (byte) 0x90;
			mp3[i + 3] = (byte) 0xC4;
		}
		return mp3;
	}

	private static byte[] ascii(String text) {
		return text.getBytes(StandardCharsets.US_ASCII);
	}

	static StubAnswer transcription(StubRequest request) {
		if (STREAM.matcher(request.text()).find()) {
			return transcriptionStream();
		}
		ObjectNode json = StubRequest.JSON.createObjectNode().put("text", TRANSCRIPTION);
		if (request.text().contains("verbose_json")) {
			json.put("task", "transcribe").put("language", "english").put("duration", HEARD_SECONDS);
		}
		if (!request.behaves("no-usage")) {
			json.putObject("usage").put("type", "duration").put("seconds", HEARD_SECONDS);
		}
		return StubAnswer.json(json);
	}

	private static StubAnswer transcriptionStream() {
		List<String> events = new ArrayList<>();
		for (String word : TRANSCRIPTION.split(" ")) {
			events.add(StubRequest.JSON.createObjectNode()
				.put("type", "transcript.text.delta")
				.put("delta", word + " ")
				.toString());
		}
		ObjectNode done = StubRequest.JSON.createObjectNode()
			.put("type", "transcript.text.done")
			.put("text", TRANSCRIPTION);
		done.putObject("usage")
			.put("type", "tokens")
			.put("input_tokens", 25)
			.put("output_tokens", 4)
			.put("total_tokens", 29);
		events.add(done.toString());
		return StubAnswer.stream(events);
	}

}
