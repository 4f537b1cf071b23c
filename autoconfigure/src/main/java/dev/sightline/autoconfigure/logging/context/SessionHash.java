package dev.sightline.autoconfigure.logging.context;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.util.HexFormat;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

import dev.sightline.autoconfigure.logging.LoggingProperties;

/**
 * Hashes ids of sessions, which are credentials, so that lines of one session can be
 * found without anybody being able to take it over.
 */
class SessionHash {

	private static final String ALGORITHM = "HmacSHA256";

	/**
	 * As many bytes as tell a billion sessions apart.
	 */
	private static final int LENGTH = 8;

	private final SecretKeySpec salt;

	/**
	 * Create a hash.
	 * @param salt the salt, {@code null} or blank for one that ends with the process
	 */
	SessionHash(@Nullable String salt) {
		byte[] bytes;
		if (StringUtils.hasText(salt)) {
			bytes = salt.getBytes(StandardCharsets.UTF_8);
		}
		else {
			bytes = new byte[32];
			new SecureRandom().nextBytes(bytes);
		}
		this.salt = new SecretKeySpec(bytes, ALGORITHM);
	}

	/**
	 * Hash an id.
	 * @return 16 hexadecimal digits after {@link LoggingProperties.Context#HASHED}
	 */
	String of(String id) {
		try {
			Mac mac = Mac.getInstance(ALGORITHM);
			mac.init(this.salt);
			byte[] hash = mac.doFinal(id.getBytes(StandardCharsets.UTF_8));
			return LoggingProperties.Context.HASHED + HexFormat.of().formatHex(hash, 0, LENGTH);
		}
		catch (GeneralSecurityException ex) {
			throw new IllegalStateException("Each Java platform has " + ALGORITHM, ex);
		}
	}

}
