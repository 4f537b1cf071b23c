package dev.sightline.autoconfigure.http.server;

import java.io.IOException;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.AsyncEvent;
import jakarta.servlet.AsyncListener;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.FilterChain;
import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.slf4j.LoggerFactory;

import org.springframework.http.HttpStatus;
import org.springframework.http.server.observation.ServerRequestObservationConvention;
import org.springframework.web.filter.ServerHttpObservationFilter;

import dev.sightline.autoconfigure.bounded.GuardedObservations;

/**
 * Observes requests as Spring's own filter does, with a {@link ServerRequestContext}.
 */
class ServerRequestFilter extends ServerHttpObservationFilter {

	private static final String UNOBSERVED_ATTRIBUTE = ServerRequestFilter.class.getName() + ".unobserved";

	private static final String FILTERED_ATTRIBUTE = ServerRequestFilter.class.getName() + ".FILTERED";

	private final ObservationRegistry registry;

	private final ServerRequestObservationConvention convention;

	private final GuardedObservations observations = new GuardedObservations(
			LoggerFactory.getLogger(ServerRequestFilter.class), "A request");

	ServerRequestFilter(ObservationRegistry registry, ServerRequestObservationConvention convention) {
		super(registry, convention);
		this.registry = registry;
		this.convention = convention;
	}

	/**
	 * The inherited method joins the name anew for each request.
	 */
	@Override
	protected String getAlreadyFilteredAttributeName() {
		return FILTERED_ATTRIBUTE;
	}

	@Override
	protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain filterChain)
			throws ServletException, IOException {
		Observation observation = findOrStart(request, response);
		Observation.Scope scope = open(observation, request, response);
		boolean kept = false;
		try {
			filterChain.doFilter(request, response);
		}
		catch (Exception ex) {
			this.observations.error(observation, unwrap(ex));
			response.setStatus(HttpStatus.INTERNAL_SERVER_ERROR.value());
			kept = request.getAttribute(ServerExchange.ATTRIBUTE) instanceof ServerExchange exchange
					&& exchange.keepScope(() -> this.observations.close(scope, this.registry));
			throw ex;
		}
		finally {
			if (!kept) {
				this.observations.close(scope, this.registry);
			}
			if (request.isAsyncStarted() && request.getDispatcherType() == DispatcherType.REQUEST) {
				request.getAsyncContext().addListener(new CompletionListener(observation));
			}
			else if (!isAsyncDispatch(request)) {
				if (request.getAttribute(RequestDispatcher.ERROR_EXCEPTION) instanceof Throwable error) {
					this.observations.error(observation, error);
				}
				stop(observation);
			}
		}
	}

	private Observation findOrStart(HttpServletRequest request, HttpServletResponse response) {
		if (request.getAttribute(CURRENT_OBSERVATION_CONTEXT_ATTRIBUTE) instanceof ServerRequestContext context
				&& context.getObservation() != null) {
			return context.getObservation();
		}
		if (request.getAttribute(UNOBSERVED_ATTRIBUTE) instanceof Observation observation) {
			return observation;
		}
		ServerRequestContext context = new ServerRequestContext(request, response,
				(request.getAttribute(ServerExchange.ATTRIBUTE) instanceof ServerExchange exchange) ? exchange : null);
		Observation observation = start(context);
		if (observation.isNoop()) {
			// An asynchronous dispatch must not decide anew: nobody would stop what it
			// starts.
			request.setAttribute(UNOBSERVED_ATTRIBUTE, observation);
		}
		else {
			context.setObservation(observation);
			request.setAttribute(CURRENT_OBSERVATION_CONTEXT_ATTRIBUTE, context);
		}
		return observation;
	}

	private Observation start(ServerRequestContext context) {
		Observation observation = this.observations.start(this.convention, this.convention, context, this.registry);
		if (observation.isNoop()) {
			context.end();
		}
		return observation;
	}

	private Observation.Scope open(Observation observation, HttpServletRequest request, HttpServletResponse response) {
		Observation.Scope scope = this.observations.open(observation, this.registry);
		onScopeOpened(scope, request, response);
		return scope;
	}

	private void stop(Observation observation) {
		if (!(observation.getContext() instanceof ServerRequestContext context)) {
			return;
		}
		if (context.stop()) {
			this.observations.stop(observation);
			context.end();
		}
	}

	private static Throwable unwrap(Throwable ex) {
		Throwable cause = (ex instanceof ServletException) ? ex.getCause() : null;
		return (cause != null) ? cause : ex;
	}

	/**
	 * Stops the observation of a request that is completed on another thread.
	 */
	private final class CompletionListener implements AsyncListener {

		private final Observation observation;

		CompletionListener(Observation observation) {
			this.observation = observation;
		}

		@Override
		public void onStartAsync(AsyncEvent event) {
			event.getAsyncContext().addListener(this);
		}

		/**
		 * The request is not over: now it is answered with an error.
		 */
		@Override
		public void onTimeout(AsyncEvent event) {
			// It is completed later.
		}

		@Override
		public void onComplete(AsyncEvent event) {
			stop(this.observation);
		}

		@Override
		public void onError(AsyncEvent event) {
			ServerRequestFilter.this.observations.error(this.observation, unwrap(event.getThrowable()));
		}

	}

}
