package dev.sightline.autoconfigure.database.jdbc;

import java.util.ArrayList;
import java.util.List;

import javax.sql.DataSource;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.Id;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.impl.DSL;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;

import dev.sightline.autoconfigure.TestApp;
import dev.sightline.testing.OtlpReceiver;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * The statements that Hibernate and jOOQ make.
 */
class PersistenceTests {

	private static OtlpReceiver receiver;

	private static TestApp app;

	private static DataSource dataSource;

	@BeforeAll
	static void start() {
		receiver = new OtlpReceiver();
		app = TestApp.servlet(App.class,
				receiver.settings("spring.datasource.url=jdbc:h2:mem:persistence", "sightline.jdbc.include-rows=true"));
		dataSource = app.context().getBean(DataSource.class);
	}

	@AfterAll
	static void stop() {
		app.close();
		receiver.close();
	}

	@Test
	void shouldFindTheRepeatedQueryOfHibernate() {
		try (EntityManagerFactory factory = new HibernatePersistenceConfiguration("library")
			.managedClasses(Author.class, Book.class)
			.property(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, dataSource)
			.property(AvailableSettings.HBM2DDL_AUTO, "create")
			.createEntityManagerFactory()) {
			factory.runInTransaction((entities) -> {
				for (int i = 0; i < 25; i++) {
					entities.persist(new Author());
				}
			});
			ObservationRegistry registry = app.context().getBean(ObservationRegistry.class);
			Observation.createNotStarted("library.report", registry)
				.observe(() -> factory.runInTransaction((entities) -> entities.createQuery("from Author", Author.class)
					.getResultList()
					.forEach((author) -> assertThat(author.books).hasSize(1))));
		}
		assertThat(count("INSERT", "authors")).isPositive();
		assertThat(count("SELECT", "authors")).isEqualTo(1);
		assertThat(app.scrape("jdbc_statements_repeated_total")).containsExactly(
				"jdbc_statements_repeated_total{db_collection_name=\"authors_books\",db_operation_name=\"SELECT\",uri=\"library.report\"} 1.0");
		assertThat(app.scrape("jdbc_transactions_seconds_count{")).singleElement().asString().contains("committed");
		assertRows("SELECT authors", "db.response.returned_rows", "25");
		assertRows("SELECT authors_books", "db.response.returned_rows", "1");
		assertRows("INSERT authors_books", "db.response.affected_rows", "1");
	}

	@Test
	void shouldCountWhatJooqRuns() {
		DSLContext jooq = DSL.using(dataSource, SQLDialect.H2);
		jooq.createTable("shelves").column("id", org.jooq.impl.SQLDataType.INTEGER).execute();
		jooq.insertInto(DSL.table(DSL.name("shelves")), DSL.field(DSL.name("id"))).values(1).execute();
		jooq.batch(jooq.insertInto(DSL.table(DSL.name("shelves")), DSL.field(DSL.name("id"))).values((Object) null))
			.bind(2)
			.bind(3)
			.execute();
		assertThat(jooq.selectFrom(DSL.table(DSL.name("shelves"))).fetch()).hasSize(3);
		assertThat(count("CREATE", "shelves")).isEqualTo(1);
		assertThat(count("INSERT", "shelves")).isEqualTo(2);
		assertThat(count("SELECT", "shelves")).isEqualTo(1);
	}

	private static void assertRows(String span, String key, String rows) {
		await().untilAsserted(() -> assertThat(receiver.spans()).filteredOn((sent) -> sent.name().equals(span))
			.isNotEmpty()
			.allSatisfy((sent) -> assertThat(sent.attributes()).containsEntry(key, rows)));
	}

	private static double count(String operation, String table) {
		return app.scrape("db_client_operation_duration_seconds_count{")
			.stream()
			.filter((line) -> line.contains("db_operation_name=\"" + operation + "\"")
					&& line.contains("db_collection_name=\"" + table + "\""))
			.mapToDouble((line) -> Double.parseDouble(line.substring(line.lastIndexOf(' '))))
			.sum();
	}

	@Configuration(proxyBeanMethods = false)
	@EnableAutoConfiguration
	static class App {

	}

	@Entity(name = "Author")
	@Table(name = "authors")
	static class Author {

		@Id
		@GeneratedValue
		private Long id;

		@OneToMany(cascade = CascadeType.ALL)
		private List<Book> books = new ArrayList<>(List.of(new Book()));

	}

	@Entity(name = "Book")
	@Table(name = "books")
	static class Book {

		@Id
		@GeneratedValue
		private Long id;

	}

}
