package dev.sightline.autoconfigure.logging;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/**
 * Tells the key, the value and the remedy of a setting of the log that can not work.
 */
class InvalidLoggingFailureAnalyzer extends AbstractFailureAnalyzer<InvalidLoggingException> {

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidLoggingException cause) {
		return new FailureAnalysis("A setting has a value that can not work:%n%n    Property: %s%n    Value: \"%s\""
			.formatted(cause.getKey(), cause.getValue()), cause.getRemedy(), cause);
	}

}
