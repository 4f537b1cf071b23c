package dev.sightline.autoconfigure.database.redis;

import java.nio.charset.StandardCharsets;

import io.lettuce.core.protocol.ProtocolKeyword;

/**
 * A command that Lettuce does not know.
 */
record Keyword(String name) implements ProtocolKeyword {

	@Override
	public byte[] getBytes() {
		return this.name.getBytes(StandardCharsets.UTF_8);
	}

	@Override
	public String toString() {
		return this.name;
	}

}
