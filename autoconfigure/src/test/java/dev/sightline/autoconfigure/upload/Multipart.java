package dev.sightline.autoconfigure.upload;

/**
 * The body of a form.
 */
final class Multipart {

	static final String TYPE = "multipart/form-data; boundary=----frontier";

	private final StringBuilder body = new StringBuilder();

	Multipart field(String name, String value) {
		return part("name=\"%s\"".formatted(name), null, value);
	}

	Multipart file(String type, int size) {
		return part("name=\"file\"; filename=\"secret-name\"", type, "x".repeat(size));
	}

	Multipart noFile() {
		return part("name=\"file\"; filename=\"\"", "application/octet-stream", "");
	}

	private Multipart part(String disposition, String type, String content) {
		this.body.append("------frontier\r\nContent-Disposition: form-data; ").append(disposition).append("\r\n");
		if (type != null) {
			this.body.append("Content-Type: ").append(type).append("\r\n");
		}
		this.body.append("\r\n").append(content).append("\r\n");
		return this;
	}

	/**
	 * The body as far as it was written, without the end that it needs.
	 */
	String open() {
		return this.body.toString();
	}

	String end() {
		return this.body + "------frontier--\r\n";
	}

}
