package dev.sightline.sample.ticket;

import java.util.List;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
@RequestMapping("/api/tickets")
class TicketController {

	private static final Logger logger = LoggerFactory.getLogger(TicketController.class);

	private final TicketRepository tickets;

	TicketController(TicketRepository tickets) {
		this.tickets = tickets;
	}

	@GetMapping
	List<Ticket> latest() {
		return this.tickets.findLatest(20);
	}

	@GetMapping("/{id}")
	Ticket one(@PathVariable long id) {
		return this.tickets.findById(id)
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "No ticket " + id));
	}

	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	Ticket open(@Valid @RequestBody NewTicket ticket) {
		Ticket opened = this.tickets.add(ticket.subject(), ticket.customer());
		logger.info("Opened ticket {}", opened.id());
		return opened;
	}

	record NewTicket(@NotBlank @Size(max = 200) String subject, @NotBlank @Size(max = 100) String customer) {

	}

}
