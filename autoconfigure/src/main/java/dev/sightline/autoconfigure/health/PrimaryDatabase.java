package dev.sightline.autoconfigure.health;

import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

import javax.sql.DataSource;

import org.springframework.beans.factory.BeanFactoryUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/**
 * Finds the check of the database without which most applications can do nothing.
 */
final class PrimaryDatabase {

	private static final String JDBC = "db";

	private static final String R2DBC = "r2dbc";

	private PrimaryDatabase() {
	}

	/**
	 * Whether the user said what belongs to readiness in the words of Spring Boot.
	 */
	static boolean isReadinessNamed(Environment environment) {
		return Binder.get(environment)
			.bind("management.endpoint.health.group.readiness.include", Bindable.setOf(String.class))
			.isBound();
	}

	/**
	 * The names of the checks, or of composites of them.
	 */
	static Set<String> checks(ListableBeanFactory beanFactory) {
		List<String> dataSources = Stream
			.of(BeanFactoryUtils.beanNamesForTypeIncludingAncestors(beanFactory, DataSource.class, true, false))
			.filter((name) -> is(beanFactory, name, BeanDefinition::isAutowireCandidate, true))
			.toList();
		if (dataSources.size() > 1) {
			for (String name : dataSources) {
				if (is(beanFactory, name, BeanDefinition::isPrimary, false)) {
					return Set.of(JDBC + "/" + name, R2DBC);
				}
			}
		}
		return Set.of(JDBC, R2DBC);
	}

	private static boolean is(ListableBeanFactory beanFactory, String name, Predicate<BeanDefinition> test,
			boolean undefined) {
		return (beanFactory instanceof ConfigurableListableBeanFactory configurable
				&& configurable.containsBeanDefinition(name)) ? test.test(configurable.getBeanDefinition(name))
						: undefined;
	}

}
