package dev.sightline.autoconfigure.redaction;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The names of fields, headers and parameters whose values are secret.
 */
class SecretNames {

	/**
	 * A name of more than one word has a hyphen between them.
	 */
	private static final List<String> BUILT_IN = List.of("authorization", "cookie", "set-cookie", "password", "passwd",
			"pwd", "passphrase", "secret", "token", "api-key", "access-key", "secret-key", "private-key", "signing-key",
			"encryption-key", "account-key", "credential", "credentials", "session-id", "jsessionid", "x-amz-signature",
			"connection-string", "cvv", "cvc");

	private static final int KNOWN = 1000;

	private static final int KNOWN_LENGTH = 128;

	private final Set<String> words = new LinkedHashSet<>(BUILT_IN);

	private final List<String> normalized;

	private final Map<String, Boolean> known = new ConcurrentHashMap<>();

	SecretNames(Collection<String> more) {
		for (String name : more) {
			String word = name.trim().toLowerCase(Locale.ROOT).replaceAll("[_.\\s]", "-");
			if (!word.isEmpty()) {
				this.words.add(word);
			}
		}
		this.normalized = this.words.stream().map(SecretNames::normalize).toList();
	}

	/**
	 * Whether a value of this name is secret: it is one of the names, or ends as one, as
	 * {@code userPassword} does.
	 */
	boolean contains(String name) {
		Boolean known = this.known.get(name);
		if (known != null) {
			return known;
		}
		String normalized = normalize(name);
		boolean secret = this.normalized.stream().anyMatch(normalized::endsWith);
		if (this.known.size() < KNOWN && name.length() <= KNOWN_LENGTH) {
			this.known.put(name, secret);
		}
		return secret;
	}

	/**
	 * The names as they may stand in a text, such as {@code api-key}, {@code api_key} and
	 * {@code apikey}.
	 */
	Set<String> spellings() {
		Set<String> spellings = new LinkedHashSet<>();
		List<String> separators = new ArrayList<>(List.of("-", "_", ".", "", " "));
		for (String word : this.words) {
			for (String separator : separators) {
				spellings.add(word.replace("-", separator));
			}
		}
		return spellings;
	}

	private static String normalize(String name) {
		StringBuilder normalized = new StringBuilder(name.length());
		for (int i = 0; i < name.length(); i++) {
			char c = name.charAt(i);
			if (c != '-' && c != '_' && c != '.' && c != ' ') {
				normalized.append(Character.toLowerCase(c));
			}
		}
		return normalized.toString();
	}

}
