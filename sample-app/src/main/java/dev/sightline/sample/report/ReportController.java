package dev.sightline.sample.report;

import java.util.List;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Asks the database as nobody should, so that a team can see how it looks.
 */
@RestController
@RequestMapping("/api/reports")
class ReportController {

	private final JdbcClient jdbc;

	ReportController(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	/**
	 * An N+1: one query for the tickets, and one more for each of them.
	 */
	@GetMapping("/customers")
	List<Customer> customers() {
		List<String> customers = this.jdbc.sql("SELECT customer FROM tickets ORDER BY id DESC LIMIT 30")
			.query(String.class)
			.list();
		return customers.stream().map((name) -> new Customer(name, countTickets(name))).distinct().toList();
	}

	private int countTickets(String customer) {
		return this.jdbc.sql("SELECT COUNT(*) FROM tickets WHERE customer = :customer")
			.param("customer", customer)
			.query(Integer.class)
			.single();
	}

	/**
	 * A query that takes a quarter of a second.
	 */
	@GetMapping("/slow")
	Summary slow() {
		return this.jdbc.sql("SELECT COUNT(*) AS tickets, pg_sleep(0.25) AS slept FROM tickets")
			.query((row, number) -> new Summary(row.getInt("tickets")))
			.single();
	}

	record Summary(int tickets) {

	}

	record Customer(String name, int tickets) {

	}

}
