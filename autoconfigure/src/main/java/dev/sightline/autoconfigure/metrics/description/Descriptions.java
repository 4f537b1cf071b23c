package dev.sightline.autoconfigure.metrics.description;

import java.util.Map;

/**
 * What meters are that others register without a description.
 */
final class Descriptions {

	/**
	 * By the name of the meter.
	 */
	static final Map<String, String> KNOWN = Map.ofEntries(
			Map.entry("http.server.requests", "Time that requests to this application took"),
			Map.entry("http.client.requests", "Time that calls of other servers took"),
			Map.entry("db.client.operation.duration", "Time that statements and commands took"),
			Map.entry("storage.operation", "Time that operations of an object storage took"),
			Map.entry("tasks.scheduled.execution", "Time that scheduled methods took"),
			Map.entry("method.observed", "Time that methods took that are annotated with @Observed"),
			Map.entry("graphql.request", "Time that GraphQL requests took"),
			Map.entry("graphql.datafetcher", "Time that fetching GraphQL data took"),
			Map.entry("spring.batch.job", "Time that batch jobs took"),
			Map.entry("spring.batch.step", "Time that steps of batch jobs took"),
			Map.entry("spring.kafka.template", "Time that sending messages to Kafka took"),
			Map.entry("spring.kafka.listener", "Time that handling messages of Kafka took"),
			Map.entry("spring.rabbit.template", "Time that sending messages to RabbitMQ took"),
			Map.entry("spring.rabbit.listener", "Time that handling messages of RabbitMQ took"),
			Map.entry("tomcat.sessions.active.max", "The most HTTP sessions that there were at once"),
			Map.entry("tomcat.sessions.active.current", "HTTP sessions that there are"),
			Map.entry("tomcat.sessions.created", "HTTP sessions that were created"),
			Map.entry("tomcat.sessions.expired", "HTTP sessions that expired"),
			Map.entry("tomcat.sessions.rejected", "HTTP sessions that were not created, as there were too many"),
			Map.entry("tomcat.sessions.alive.max", "The longest time that an expired HTTP session was alive"));

	private Descriptions() {
	}

}
