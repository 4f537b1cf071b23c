package dev.sightline.autoconfigure.sentry;

import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;

import org.springframework.core.Ordered;
import org.springframework.http.server.reactive.observation.ServerRequestObservationContext;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;

import dev.sightline.autoconfigure.bounded.Guard;

/**
 * Reports what no handler of an application on WebFlux handled, before it is answered.
 */
class ReactiveReporter implements WebExceptionHandler, Ordered {

	/**
	 * Right before Spring Boot's, which answers.
	 */
	private static final int ORDER = -2;

	private final SentryReports reports;

	private final Guard guard = new Guard(LoggerFactory.getLogger(ReactiveReporter.class),
			"A failure was not reported to Sentry. This is told once.");

	ReactiveReporter(SentryReports reports) {
		this.reports = reports;
	}

	@Override
	public Mono<Void> handle(ServerWebExchange exchange, Throwable ex) {
		this.guard.run(() -> {
			if (this.reports.isWanted(ex)) {
				this.reports.report(ServerRequestObservationContext.findCurrent(exchange.getAttributes()).orElse(null),
						ex);
			}
		});
		return Mono.error(ex);
	}

	@Override
	public int getOrder() {
		return ORDER;
	}

}
