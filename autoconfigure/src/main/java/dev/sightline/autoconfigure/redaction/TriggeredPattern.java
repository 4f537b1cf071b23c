package dev.sightline.autoconfigure.redaction;

import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

import dev.sightline.autoconfigure.redaction.RedactionProperties.CustomPattern;

/**
 * A pattern of the user, which is tried where its trigger is.
 *
 * @param pattern the pattern
 * @param trigger finds the trigger, in any case; {@code null} if there is none
 */
record TriggeredPattern(Pattern pattern, @Nullable Pattern trigger) {

	static List<TriggeredPattern> of(Map<String, CustomPattern> patterns) {
		return patterns.entrySet().stream().map((entry) -> of(entry.getKey(), entry.getValue())).toList();
	}

	private static TriggeredPattern of(String name, CustomPattern custom) {
		String key = RedactionProperties.PREFIX + ".patterns." + name + ".regex";
		String remedy = "Set '" + key + "' to a regular expression of Java.";
		if (!StringUtils.hasText(custom.getRegex())) {
			throw new InvalidRedactionException(key, "it is missing", remedy);
		}
		try {
			Pattern pattern = Pattern.compile(custom.getRegex());
			if (pattern.matcher("").find()) {
				throw new InvalidRedactionException(key, "it matches an empty text", remedy);
			}
			String trigger = custom.getTrigger();
			return new TriggeredPattern(pattern, StringUtils.hasText(trigger)
					? Pattern.compile(trigger, Pattern.LITERAL | Pattern.CASE_INSENSITIVE) : null);
		}
		catch (PatternSyntaxException ex) {
			throw new InvalidRedactionException(key,
					ex.getDescription() + " at character " + Math.max(0, ex.getIndex() + 1), remedy);
		}
	}

	String apply(String text) {
		if (this.trigger != null && !this.trigger.matcher(text).find()) {
			return text;
		}
		Matcher matcher = this.pattern.matcher(new BoundedText(text));
		return matcher.find() ? matcher.reset().replaceAll(Matcher.quoteReplacement(Redactor.REDACTED)) : text;
	}

}
