package dev.sightline.autoconfigure.database.jdbc;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import javax.sql.DataSource;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.aop.framework.Advised;
import org.springframework.aop.scope.ScopedObject;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.core.Ordered;
import org.springframework.core.PriorityOrdered;
import org.springframework.jdbc.datasource.DelegatingDataSource;
import org.springframework.jdbc.datasource.lookup.AbstractRoutingDataSource;
import org.springframework.util.ClassUtils;
import org.springframework.util.StringUtils;

import dev.sightline.autoconfigure.bounded.Guard;
import dev.sightline.autoconfigure.database.UserObservations;
import dev.sightline.autoconfigure.spans.Spans;
import dev.sightline.autoconfigure.trail.Trails;

/**
 * Makes the connections of all data sources that are beans observed, each once: below the
 * pool if it is one of HikariCP that has not started, so that the bean stays as it is;
 * else by a proxy around the bean.
 */
class DataSourcePostProcessor implements BeanPostProcessor, SmartInitializingSingleton, PriorityOrdered {

	private static final Logger logger = LoggerFactory.getLogger(DataSourcePostProcessor.class);

	private static final boolean HIKARI = ClassUtils.isPresent("com.zaxxer.hikari.HikariDataSource",
			DataSourcePostProcessor.class.getClassLoader());

	/**
	 * What Spring Boot leaves out of the names of its metrics of pools.
	 */
	private static final String SUFFIX = "dataSource";

	private final ListableBeanFactory beans;

	private final @Nullable HikariPools pools = HIKARI ? new HikariPools() : null;

	private final Guard guard = new Guard(logger, "A data source is not observed. This is told once.");

	private volatile @Nullable StatementObserver observer;

	DataSourcePostProcessor(ListableBeanFactory beans) {
		this.beans = beans;
	}

	/**
	 * Before all others, so that what a user puts around a data source is around ours.
	 */
	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (bean instanceof DataSource dataSource && !(bean instanceof ScopedObject)) {
			try {
				return observed(dataSource, new ObservedDatabase(name(beanName), this::observer));
			}
			catch (RuntimeException | LinkageError ex) {
				this.guard.tell(new IllegalStateException("Cannot observe the data source " + beanName, ex));
			}
		}
		return bean;
	}

	private static String name(String beanName) {
		String name = ScopedProxyUtils.isScopedTarget(beanName) ? ScopedProxyUtils.getOriginalBeanName(beanName)
				: beanName;
		boolean suffixed = name.length() > SUFFIX.length() && StringUtils.endsWithIgnoreCase(name, SUFFIX);
		return suffixed ? name.substring(0, name.length() - SUFFIX.length()) : name;
	}

	private DataSource observed(DataSource dataSource, ObservedDatabase database) {
		if (isObserved(dataSource) || isObservedBelow(dataSource, database)) {
			return dataSource;
		}
		if (dataSource instanceof DelegatingDataSource delegating) {
			DataSource target = delegating.getTargetDataSource();
			if (target != null) {
				delegating.setTargetDataSource(observed(target, database));
			}
			return dataSource;
		}
		if (dataSource instanceof AbstractRoutingDataSource routing && areObservedBelow(routing, database)) {
			return dataSource;
		}
		return ConnectionInterceptor.around(dataSource, database);
	}

	private static boolean isObserved(DataSource dataSource) {
		return dataSource instanceof ObservedDataSource
				|| dataSource instanceof Advised advised && Arrays.stream(advised.getAdvisors())
					.anyMatch((advisor) -> advisor.getAdvice() instanceof ConnectionInterceptor);
	}

	private boolean isObservedBelow(DataSource dataSource, ObservedDatabase database) {
		return this.pools != null && this.pools.observe(dataSource, database);
	}

	private boolean areObservedBelow(AbstractRoutingDataSource routing, ObservedDatabase database) {
		List<DataSource> targets = new ArrayList<>(routing.getResolvedDataSources().values());
		if (routing.getResolvedDefaultDataSource() != null) {
			targets.add(routing.getResolvedDefaultDataSource());
		}
		boolean all = !targets.isEmpty();
		for (DataSource target : targets) {
			all &= isObserved(target) || isObservedBelow(target, database);
		}
		return all;
	}

	/**
	 * What runs while the application starts is not observed: a registry of meters or of
	 * observations that was made so early would lack what the application adds to it.
	 */
	@Override
	public void afterSingletonsInstantiated() {
		// They refuse what cannot be, and that stops start-up.
		ConnectionWaits waits = this.beans.getBean(ConnectionWaits.class);
		SlowStatements slow = this.beans.getBean(SlowStatements.class);
		JdbcProperties properties = this.beans.getBean(JdbcProperties.class);
		try {
			MeterRegistry meters = this.beans.getBeanProvider(MeterRegistry.class)
				.getIfAvailable(CompositeMeterRegistry::new);
			ObservationRegistry observations = this.beans.getBeanProvider(ObservationRegistry.class)
				.getIfAvailable(() -> ObservationRegistry.NOOP);
			this.observer = new StatementObserver(observations, Spans.of(this.beans),
					UserObservations.areIn(this.beans), Trails.of(this.beans), properties.isIncludeRows(),
					new StatementMeters(meters), slow, waits);
			boolean poolMetrics = this.beans.containsBean("hikariDataSourceMeterBinder");
			if (this.pools != null) {
				this.pools.start(poolMetrics ? meters : null);
			}
		}
		catch (RuntimeException | LinkageError ex) {
			this.guard.tell(new IllegalStateException("Cannot observe data sources", ex));
		}
	}

	/**
	 * Who observes, {@code null} until the application has all its beans.
	 */
	@Nullable StatementObserver observer() {
		return this.observer;
	}

}
