package dev.sightline.sample.ticket;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;

import dev.sightline.sample.ticket.Ticket.Status;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.stereotype.Repository;

@Repository
class TicketRepository {

	private static final String COLUMNS = "id, subject, customer, status, created_at";

	private final JdbcClient jdbc;

	TicketRepository(JdbcClient jdbc) {
		this.jdbc = jdbc;
	}

	List<Ticket> findLatest(int limit) {
		return this.jdbc.sql("SELECT " + COLUMNS + " FROM tickets ORDER BY id DESC LIMIT :limit")
			.param("limit", limit)
			.query(TicketRepository::map)
			.list();
	}

	Optional<Ticket> findById(long id) {
		return this.jdbc.sql("SELECT " + COLUMNS + " FROM tickets WHERE id = :id")
			.param("id", id)
			.query(TicketRepository::map)
			.optional();
	}

	Ticket add(String subject, String customer) {
		Instant now = Instant.now();
		GeneratedKeyHolder key = new GeneratedKeyHolder();
		this.jdbc.sql(
				"INSERT INTO tickets (subject, customer, status, created_at) VALUES (:subject, :customer, :status, :now)")
			.param("subject", subject)
			.param("customer", customer)
			.param("status", Status.OPEN.name())
			.param("now", OffsetDateTime.ofInstant(now, ZoneOffset.UTC))
			.update(key, "id");
		return new Ticket(key.getKeyAs(Number.class).longValue(), subject, customer, Status.OPEN, now);
	}

	private static Ticket map(ResultSet row, int number) throws SQLException {
		return new Ticket(row.getLong("id"), row.getString("subject"), row.getString("customer"),
				Status.valueOf(row.getString("status")), row.getObject("created_at", OffsetDateTime.class).toInstant());
	}

}
