package dev.sightline.sample.ticket;

import java.util.List;
import java.util.Locale;

import io.micrometer.observation.annotation.Observed;

import org.springframework.stereotype.Component;

/**
 * Decides who looks at a ticket first.
 */
@Component
class Triage {

	private static final List<String> URGENT = List.of("fire", "smoke", "outage");

	/**
	 * The annotation alone makes a span and the timer {@code ticket.triage}.
	 */
	@Observed(name = "ticket.triage", contextualName = "triage ticket")
	public String queue(String subject) {
		return URGENT.stream().anyMatch(subject.toLowerCase(Locale.ROOT)::contains) ? "urgent" : "normal";
	}

}
