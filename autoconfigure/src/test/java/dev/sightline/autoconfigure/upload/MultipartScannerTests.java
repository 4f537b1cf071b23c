package dev.sightline.autoconfigure.upload;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link MultipartScanner}.
 */
class MultipartScannerTests {

	private static final String CONTENT = "one\r\ntwo\r\n--XY\r\r\n--X\r\n\r\n";

	private static final String BODY = """
			--XYZ
			Content-Disposition: form-data; name="filename"

			a field
			--XYZ
			Content-Disposition: form-data; name="file"; filename="a.png"
			Content-Type: IMAGE/PNG

			%s
			--XYZ
			content-disposition: form-data; name="file"; filename*=UTF-8''b


			--XYZ
			Content-Disposition: form-data; name="file"; filename=""
			Content-Type: application/octet-stream


			--XYZ
			Content-Disposition: form-data; name="file"; filename="c.txt"
			Content-Type: text/plain

			last
			--XYZ--
			--XYZ
			Content-Disposition: form-data; name="file"; filename="after-the-end"

			ignored
			--XYZ--
			""".replaceAll("\n[\t ]*", "\r\n").formatted(CONTENT);

	private static final List<String> PARTS = List.of("null 7", "IMAGE " + CONTENT.length(), "OTHER 0", "null 0",
			"TEXT 4");

	@Test
	void shouldFindPartsAndTheirSizesWhereverTheBodyIsCut() {
		for (int first = 0; first <= BODY.length(); first++) {
			assertThat(scan(BODY.substring(0, first), BODY.substring(first))).as("cut at " + first).isEqualTo(PARTS);
		}
		assertThat(scan(BODY.split(""))).isEqualTo(PARTS);
	}

	@Test
	void shouldSkipWhatIsBeforeTheFirstPart() {
		assertThat(scan("a preamble\r\n" + BODY)).isEqualTo(PARTS);
	}

	@Test
	void shouldNotTellOfAPartThatDidNotEnd() {
		assertThat(scan(BODY.substring(0, BODY.indexOf("last")))).isEqualTo(PARTS.subList(0, 4));
	}

	@Test
	void shouldKeepNoEndlessHeaders() {
		assertThat(scan("--XYZ\r\n" + "a: b\r\n".repeat(20_000) + "\r\n", BODY)).isEmpty();
	}

	@Test
	void shouldFindNoPartInAnyOtherBody() {
		assertThat(scan("{\"a\": 1}")).isEmpty();
		assertThat(scan("")).isEmpty();
		assertThat(scan("--XYZ--")).isEmpty();
	}

	private static List<String> scan(String... pieces) {
		List<String> parts = new ArrayList<>();
		MultipartScanner scanner = new MultipartScanner("XYZ", (file, size) -> parts.add(file + " " + size));
		for (String piece : pieces) {
			scanner.scan(bytes(piece));
		}
		return parts;
	}

	private static ByteBuffer bytes(String text) {
		return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1)).asReadOnlyBuffer();
	}

}
