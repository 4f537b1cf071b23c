package dev.sightline.autoconfigure.defaults;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Tells the key, the value and the remedy of a setting that can not work.
 */
class InvalidSettingFailureAnalyzer extends AbstractFailureAnalyzer<InvalidSettingException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidSettingException cause) {
		StringBuilder description = new StringBuilder("A setting has a value that can not work:%n".formatted());
		description.append("%n    Property: %s".formatted(cause.getKey()));
		description.append("%n    Value: \"%s\"".formatted(cause.getValue()));
		if (cause.getOrigin() != null) {
			description.append("%n    Origin: %s".formatted(cause.getOrigin()));
		}
		description.append("%n    Reason: %s".formatted(cause.getReason()));
		return new FailureAnalysis(description.toString(), cause.getRemedy(), cause);
	}

}
