package dev.sightline.autoconfigure.redaction;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What is looked for in a text, and by what it is noticed.
 */
class Triggers {

	/**
	 * Prefixes of the keys of well-known providers, with the least number of characters
	 * after them.
	 */
	private static final Map<String, Integer> PREFIXES = new LinkedHashMap<>();

	static {
		for (String aws : List.of("AKIA", "ASIA")) {
			PREFIXES.put(aws, 12);
		}
		for (String github : List.of("ghp_", "gho_", "ghu_", "ghs_", "ghr_", "github_pat_")) {
			PREFIXES.put(github, 16);
		}
		for (String gitlab : List.of("glpat-", "gldt-", "glrt-", "glptt-")) {
			PREFIXES.put(gitlab, 16);
		}
		for (String slack : List.of("xoxb-", "xoxp-", "xoxa-", "xoxr-", "xoxs-", "xoxe-", "xapp-")) {
			PREFIXES.put(slack, 8);
		}
		for (String stripe : List.of("sk_live_", "sk_test_", "rk_live_", "rk_test_", "whsec_")) {
			PREFIXES.put(stripe, 8);
		}
		for (String google : List.of("AIza", "ya29.", "GOCSPX-")) {
			PREFIXES.put(google, 16);
		}
		// OpenAI and Anthropic, SendGrid, npm, PyPI, Hugging Face, DigitalOcean,
		// Databricks, Vault, Postman, Linear and a JWT.
		for (String other : List.of("sk-", "SG.", "npm_", "pypi-", "hf_", "dop_v1_", "dapi", "hvs.", "PMAK-",
				"lin_api_", "eyJ")) {
			PREFIXES.put(other, 16);
		}
		for (String shopify : List.of("shpat_", "shpca_", "shppa_", "shpss_")) {
			PREFIXES.put(shopify, 16);
		}
	}

	private static final List<String> HEADERS = List.of("authorization", "cookie", "set-cookie");

	private final List<String> texts = new ArrayList<>();

	private final List<Detector> detectors = new ArrayList<>();

	Triggers(SecretNames names, boolean email, boolean phone) {
		Detector header = new NamedValueDetector(true);
		Detector value = new NamedValueDetector(false);
		names.spellings().forEach((name) -> add(name, HEADERS.contains(name) ? header : value));
		PREFIXES.forEach((prefix, minimum) -> add(prefix, TokenDetector.prefix(prefix, minimum)));
		add("bearer ", TokenDetector::bearer);
		add("basic ", TokenDetector::basic);
		add("://", TokenDetector::userInfo);
		add("-----begin", TokenDetector::privateKey);
		NumberDetector number = new NumberDetector(phone);
		add("0000", number);
		if (phone) {
			add("+0", number);
			add("00 0", number);
		}
		if (email) {
			add("@", TokenDetector::email);
		}
	}

	/**
	 * Look for one more text.
	 */
	final void add(String text, Detector detector) {
		if (TriggerScanner.supports(text)) {
			this.texts.add(text.toLowerCase(Locale.ROOT));
			this.detectors.add(detector);
		}
	}

	TriggerScanner scanner() {
		return new TriggerScanner(this.texts);
	}

	Detector[] detectors() {
		return this.detectors.toArray(Detector[]::new);
	}

}
