package dev.sightline.sample.ticket;

import java.io.IOException;
import java.util.List;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.core.task.AsyncTaskExecutor;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;

@RestController
@RequestMapping("/api/tickets")
class TicketController {

	private static final Logger logger = LoggerFactory.getLogger(TicketController.class);

	private final TicketRepository tickets;

	private final JsonMapper json;

	private final AsyncTaskExecutor executor;

	private final Triage triage;

	TicketController(TicketRepository tickets, JsonMapper json, AsyncTaskExecutor executor, Triage triage) {
		this.tickets = tickets;
		this.executor = executor;
		this.json = json;
		this.triage = triage;
	}

	@GetMapping
	List<Ticket> latest() {
		return this.tickets.findLatest(20);
	}

	/**
	 * A stream: one ticket a line, each sent at once.
	 */
	@GetMapping("/export")
	ResponseEntity<ResponseBodyEmitter> export() {
		ResponseBodyEmitter emitter = new ResponseBodyEmitter();
		this.executor.execute(() -> {
			try {
				for (Ticket ticket : this.tickets.findLatest(100)) {
					emitter.send(this.json.writeValueAsString(ticket) + "\n", MediaType.TEXT_PLAIN);
				}
				emitter.complete();
			}
			catch (IOException ex) {
				emitter.completeWithError(ex);
			}
		});
		return ResponseEntity.ok().contentType(MediaType.APPLICATION_NDJSON).body(emitter);
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
		logger.info("Opened ticket {} in the queue {}", opened.id(), this.triage.queue(opened.subject()));
		return opened;
	}

	record NewTicket(@NotBlank @Size(max = 200) String subject, @NotBlank @Size(max = 100) String customer) {

	}

}
