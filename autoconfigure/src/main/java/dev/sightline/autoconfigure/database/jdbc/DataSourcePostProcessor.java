package dev.sightline.autoconfigure.database.jdbc;

import java.util.Arrays;
import java.util.Map;

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
				return observed(dataSource, name(beanName));
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

	private DataSource observed(DataSource dataSource, String name) {
		if (isObserved(dataSource) || isObservedBelow(dataSource, name)) {
			return dataSource;
		}
		if (dataSource instanceof DelegatingDataSource delegating) {
			DataSource target = delegating.getTargetDataSource();
			if (target != null) {
				delegating.setTargetDataSource(observed(target, name));
			}
			return dataSource;
		}
		if (dataSource instanceof AbstractRoutingDataSource routing && areObservedBelow(routing, name)) {
			return dataSource;
		}
		return ConnectionInterceptor.around(dataSource, new ObservedDatabase(name, this::observer));
	}

	private static boolean isObserved(DataSource dataSource) {
		return dataSource instanceof ObservedDataSource
				|| dataSource instanceof Advised advised && Arrays.stream(advised.getAdvisors())
					.anyMatch((advisor) -> advisor.getAdvice() instanceof ConnectionInterceptor);
	}

	private boolean isObservedBelow(DataSource dataSource, String name) {
		return this.pools != null && this.pools.observe(dataSource, new ObservedDatabase(name, this::observer));
	}

	private boolean areObservedBelow(AbstractRoutingDataSource routing, String name) {
		boolean all = true;
		for (Map.Entry<Object, DataSource> target : routing.getResolvedDataSources().entrySet()) {
			all &= isObserved(target.getValue()) || isObservedBelow(target.getValue(), name + "." + target.getKey());
		}
		DataSource other = routing.getResolvedDefaultDataSource();
		return all && (other == null || isObserved(other) || isObservedBelow(other, name));
	}

	/**
	 * What runs while the application starts is not observed: a registry of meters or of
	 * observations that was made so early would lack what the application adds to it.
	 */
	@Override
	public void afterSingletonsInstantiated() {
		try {
			ConnectionWaits waits = this.beans.getBean(ConnectionWaits.class);
			MeterRegistry meters = this.beans.getBeanProvider(MeterRegistry.class)
				.getIfAvailable(CompositeMeterRegistry::new);
			ObservationRegistry observations = this.beans.getBeanProvider(ObservationRegistry.class)
				.getIfAvailable(() -> ObservationRegistry.NOOP);
			this.observer = new StatementObserver(observations, Spans.of(this.beans),
					UserObservations.areIn(this.beans), this.beans.getBean(JdbcProperties.class).isIncludeRows(),
					new StatementMeters(meters), this.beans.getBean(SlowStatements.class), waits);
			boolean poolMetrics = this.beans.containsBean("hikariDataSourceMeterBinder");
			if (this.pools != null) {
				this.pools.start(poolMetrics ? meters : null);
			}
		}
		catch (RuntimeException ex) {
			this.guard.tell(ex);
		}
	}

	/**
	 * Who observes, {@code null} until the application has all its beans.
	 */
	@Nullable StatementObserver observer() {
		return this.observer;
	}

}
