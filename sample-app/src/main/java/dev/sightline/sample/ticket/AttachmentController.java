package dev.sightline.sample.ticket;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

import org.springframework.http.ContentDisposition;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.multipart.MultipartFile;
import org.springframework.web.server.ResponseStatusException;

/**
 * Files that customers attach. The latest few are kept in memory.
 */
@RestController
@RequestMapping("/api/tickets/{ticket}/attachments")
class AttachmentController {

	private static final int KEPT = 20;

	private final TicketRepository tickets;

	private final Map<Long, Attachment> attachments = new LinkedHashMap<>();

	private long last;

	AttachmentController(TicketRepository tickets) {
		this.tickets = tickets;
	}

	@PostMapping
	@ResponseStatus(HttpStatus.CREATED)
	Attachment attach(@PathVariable long ticket, @RequestParam MultipartFile file) throws IOException {
		if (this.tickets.findById(ticket).isEmpty()) {
			throw new ResponseStatusException(HttpStatus.NOT_FOUND, "No ticket " + ticket);
		}
		byte[] content = file.getBytes();
		synchronized (this.attachments) {
			Attachment attachment = new Attachment(++this.last, ticket, content.length, content);
			this.attachments.put(attachment.id(), attachment);
			this.attachments.remove(attachment.id() - KEPT);
			return attachment;
		}
	}

	@GetMapping
	List<Attachment> of(@PathVariable long ticket) {
		synchronized (this.attachments) {
			return this.attachments.values().stream().filter((attachment) -> attachment.ticket() == ticket).toList();
		}
	}

	@GetMapping("/{id}")
	ResponseEntity<byte[]> one(@PathVariable long ticket, @PathVariable long id) {
		Attachment attachment = of(ticket).stream()
			.filter((candidate) -> candidate.id() == id)
			.findFirst()
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "No attachment " + id));
		// As a download: the browser is not to run what somebody attached.
		return ResponseEntity.ok()
			.contentType(MediaType.APPLICATION_OCTET_STREAM)
			.header(HttpHeaders.CONTENT_DISPOSITION,
					ContentDisposition.attachment().filename("attachment-" + id).build().toString())
			.body(attachment.content());
	}

}
