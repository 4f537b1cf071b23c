package dev.sightline.autoconfigure.annotation;

import io.micrometer.common.annotation.ValueExpressionResolver;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.expression.ExpressionException;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.SimpleEvaluationContext;

/**
 * Reads the value of a tag from an argument, by an expression of Spring that can read
 * properties and call methods of the argument, and reaches no type or bean.
 */
class SpelValueExpressionResolver implements ValueExpressionResolver {

	private static final Logger logger = LoggerFactory.getLogger(SpelValueExpressionResolver.class);

	private final SpelExpressionParser parser = new SpelExpressionParser();

	@Override
	public String resolve(String expression, @Nullable Object parameter) {
		try {
			SimpleEvaluationContext context = SimpleEvaluationContext.forReadOnlyDataBinding()
				.withInstanceMethods()
				.build();
			String value = this.parser.parseExpression(expression).getValue(context, parameter, String.class);
			return (value != null) ? value : "";
		}
		catch (ExpressionException ex) {
			logger.debug("The expression {} has no value", expression, ex);
			return "";
		}
	}

}
