package dev.sightline.autoconfigure.logging;

import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.springframework.ai.openai.OpenAiChatModel;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.client.RestClient;
import org.springframework.web.client.RestClientException;

/**
 * Logs what it is sent in each way that there is. The message of a line begins with the
 * way.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@RestController
class CanaryApp {

	private static final Logger logger = LoggerFactory.getLogger(CanaryApp.class);

	private final JdbcTemplate jdbc;

	private final RestClient client;

	private final OpenAiChatModel model;

	CanaryApp(JdbcTemplate jdbc, RestClient.Builder client, OpenAiChatModel model) {
		this.jdbc = jdbc;
		this.client = client.build();
		this.model = model;
	}

	public static void main(String[] args) {
		SpringApplication.run(CanaryApp.class, args);
	}

	@PostMapping("/canary")
	String canary(HttpServletRequest request, @RequestParam String note, @RequestBody String body) {
		logger.info("header {}", request.getHeader("X-Note"));
		logger.info("query {}", note);
		logger.info("body {}", body);
		logger.error("exception", new IllegalStateException(note));
		logger.error("cause", new IllegalStateException("outer", new IllegalArgumentException(note)));
		try (MDC.MDCCloseable mdc = MDC.putCloseable("text", note)) {
			logger.info("mdc");
		}
		logger.atInfo().addKeyValue("text", note).log("key-value");
		logger.info("argument {} {}", 1, note);
		try {
			this.jdbc.execute("select '" + note + "' from missing");
		}
		catch (DataAccessException ex) {
			logger.error("sql", ex);
		}
		try {
			this.client.get().uri("http://127.0.0.1:1/?note={note}", note).retrieve().toBodilessEntity();
		}
		catch (RestClientException ex) {
			logger.error("url http://127.0.0.1:1/?note=" + note, ex);
		}
		this.model.call(note);
		// It is in the MDC of each line, as a field of baggage.
		logger.info("baggage");
		throw new IllegalStateException(note);
	}

}
