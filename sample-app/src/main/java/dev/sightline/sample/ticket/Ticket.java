package dev.sightline.sample.ticket;

import java.time.Instant;

public record Ticket(long id, String subject, String customer, Status status, Instant createdAt) {

	public enum Status {

		OPEN, WAITING, CLOSED

	}

}
