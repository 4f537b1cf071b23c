package dev.sightline.autoconfigure.upload;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

/**
 * Families of content types, which are few, whatever a client says that it sends.
 */
enum FileType {

	IMAGE, VIDEO, AUDIO, TEXT, APPLICATION, OTHER;

	private static final FileType[] ALL = values();

	private final String tag = name().toLowerCase(Locale.ROOT);

	private final String prefix = this.tag + "/";

	static FileType of(@Nullable String contentType) {
		if (contentType != null) {
			for (FileType type : ALL) {
				if (contentType.regionMatches(true, 0, type.prefix, 0, type.prefix.length())) {
					return type;
				}
			}
		}
		return OTHER;
	}

	String tag() {
		return this.tag;
	}

}
