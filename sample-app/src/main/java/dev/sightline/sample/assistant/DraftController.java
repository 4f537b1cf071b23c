package dev.sightline.sample.assistant;

import dev.langchain4j.model.chat.ChatModel;

import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

/**
 * Drafts a reply to a ticket, with LangChain4j.
 */
@RestController
class DraftController {

	private final ChatModel model;

	private final JdbcClient jdbc;

	DraftController(ChatModel model, JdbcClient jdbc) {
		this.model = model;
		this.jdbc = jdbc;
	}

	@PostMapping("/api/tickets/{id}/draft")
	Answer draft(@PathVariable long id) {
		String subject = this.jdbc.sql("SELECT subject FROM tickets WHERE id = :id")
			.param("id", id)
			.query(String.class)
			.optional()
			.orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND, "No ticket " + id));
		return new Answer(this.model.chat("Write a friendly reply to a customer who says: " + subject));
	}

}
