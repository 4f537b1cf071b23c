package dev.sightline.autoconfigure.metrics.scrape.web;

import org.springframework.boot.autoconfigure.condition.ConditionOutcome;
import org.springframework.boot.autoconfigure.condition.SpringBootCondition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.util.StringUtils;

/**
 * Matches if the second path of the scrape is not blank.
 */
class OnScrapePathCondition extends SpringBootCondition {

	@Override
	public ConditionOutcome getMatchOutcome(ConditionContext context, AnnotatedTypeMetadata metadata) {
		String path = context.getEnvironment().getProperty(ScrapePath.KEY);
		return new ConditionOutcome(StringUtils.hasText(path),
				ScrapePath.KEY + ((path != null) ? " is '" + path + "'" : " is not set"));
	}

}
