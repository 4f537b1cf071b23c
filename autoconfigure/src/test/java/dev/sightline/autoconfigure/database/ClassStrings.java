package dev.sightline.autoconfigure.database;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads the string constants of a class file.
 */
final class ClassStrings {

	private static final int MAGIC = 0xCAFEBABE;

	private ClassStrings() {
	}

	static List<String> read(InputStream file) throws IOException {
		DataInputStream in = new DataInputStream(file);
		if (in.readInt() != MAGIC) {
			return List.of();
		}
		in.skipNBytes(4);
		String[] texts = new String[in.readUnsignedShort()];
		List<Integer> strings = new ArrayList<>();
		for (int i = 1; i < texts.length; i++) {
			int tag = in.readUnsignedByte();
			switch (tag) {
				case 1 -> texts[i] = in.readUTF();
				case 8 -> strings.add(in.readUnsignedShort());
				case 7, 16, 19, 20 -> in.skipNBytes(2);
				case 15 -> in.skipNBytes(3);
				case 5, 6 -> {
					in.skipNBytes(8);
					i++;
				}
				default -> in.skipNBytes(4);
			}
		}
		return strings.stream().map((string) -> texts[string]).toList();
	}

}
