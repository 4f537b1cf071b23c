package dev.sightline.autoconfigure.health;

import javax.sql.DataSource;

import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link PrimaryDatabase}.
 */
class PrimaryDatabaseTests {

	private final DefaultListableBeanFactory beanFactory = new DefaultListableBeanFactory();

	@Test
	void shouldNameTheOnlyOne() {
		assertThat(PrimaryDatabase.checks(this.beanFactory)).containsExactlyInAnyOrder("db", "r2dbc");
		register("orders");
		assertThat(PrimaryDatabase.checks(this.beanFactory)).containsExactlyInAnyOrder("db", "r2dbc");
	}

	@Test
	void shouldNameThePrimaryOfSeveral() {
		register("archive");
		register("orders").setPrimary(true);
		assertThat(PrimaryDatabase.checks(this.beanFactory)).containsExactlyInAnyOrder("db/orders", "r2dbc");
	}

	@Test
	void shouldNameAllIfNoneIsPrimary() {
		register("archive");
		register("orders");
		assertThat(PrimaryDatabase.checks(this.beanFactory)).containsExactlyInAnyOrder("db", "r2dbc");
	}

	@Test
	void shouldNotCountWhatIsNoCandidate() {
		register("hidden").setAutowireCandidate(false);
		register("orders").setPrimary(true);
		assertThat(PrimaryDatabase.checks(this.beanFactory)).containsExactlyInAnyOrder("db", "r2dbc");
	}

	private RootBeanDefinition register(String name) {
		RootBeanDefinition definition = new RootBeanDefinition(DataSource.class, DriverManagerDataSource::new);
		this.beanFactory.registerBeanDefinition(name, definition);
		return definition;
	}

}
