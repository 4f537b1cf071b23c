package dev.sightline.autoconfigure.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.InvalidConfigurationPropertyValueException;
import org.springframework.util.StringUtils;

/**
 * Of which series a rule speaks, and by which labels an alert can be routed.
 */
public final class RuleScope {

	private static final String PREFIX = "sightline.rules.";

	private static final String LABEL = "[a-zA-Z_][a-zA-Z0-9_]*";

	private final String service;

	private final String job;

	private final String by;

	private final Map<String, String> tags = new TreeMap<>();

	private final @Nullable String runbooks;

	/**
	 * Create the scope of an application.
	 * @param service the name of the service
	 * @param tags tags of all its metrics
	 * @param properties what the user wants
	 * @throws InvalidConfigurationPropertyValueException if a label or the URL can not be
	 * one
	 */
	public RuleScope(String service, Map<String, String> tags, RulesProperties properties) {
		this.service = service;
		this.job = StringUtils.hasText(properties.getJob()) ? properties.getJob() : service;
		List<String> labels = new ArrayList<>(List.of("job"));
		for (String label : properties.getBy()) {
			if (!label.matches(LABEL)) {
				throw new InvalidConfigurationPropertyValueException(PREFIX + "by", label,
						"It has to be the name of a label, such as namespace.");
			}
			labels.add(label);
		}
		this.by = String.join(", ", labels);
		tags.forEach((name, value) -> this.tags.put(name.replaceAll("^[0-9]|[^a-zA-Z0-9_]", "_"), literal(value)));
		this.runbooks = PageUrl.check(PREFIX + "runbook-url", properties.getRunbookUrl());
	}

	/**
	 * Put the scope into a text: <code>${app}</code> is the matcher of the series of this
	 * application, <code>${by}</code> the labels of the application as a whole,
	 * <code>${each}</code> those of one instance, and <code>${service}</code> the name of
	 * the service, for texts of alerts.
	 * @param text the text
	 * @return the text without these
	 */
	public String fill(String text) {
		return text.replace("${app}", "job=" + RuleFile.quoted(this.job))
			.replace("${by}", this.by)
			.replace("${each}", this.by + ", instance")
			.replace("${service}", literal(this.service));
	}

	/**
	 * A value for the labels and texts of an alert, which are templates: there two braces
	 * begin code.
	 */
	private static String literal(String value) {
		return value.replace("{{", "{{ \"{{\" }}");
	}

	/**
	 * The labels of an alert about this application.
	 * @param severity how bad it is
	 * @param signal the signal that tells of it
	 * @return the labels: the tags, {@code service}, {@code severity} and {@code signal}
	 */
	public Map<String, String> labels(String severity, String signal) {
		Map<String, String> labels = new LinkedHashMap<>(this.tags);
		labels.put("service", literal(this.service));
		labels.put("severity", severity);
		labels.put("signal", signal);
		return labels;
	}

	/**
	 * The texts of an alert.
	 * @param summary a sentence without details
	 * @param description what is known of this very case
	 * @param runbook the page and the section, such as {@code http.md#highlatency}
	 * @return the annotations
	 */
	public Map<String, String> annotations(String summary, String description, String runbook) {
		Map<String, String> annotations = new LinkedHashMap<>();
		annotations.put("summary", summary);
		annotations.put("description", description);
		if (this.runbooks != null) {
			annotations.put("runbook_url", this.runbooks + runbook);
		}
		return annotations;
	}

	/**
	 * The name of the service.
	 */
	public String service() {
		return this.service;
	}

}
