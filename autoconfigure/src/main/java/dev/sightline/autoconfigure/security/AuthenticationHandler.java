package dev.sightline.autoconfigure.security;

import java.util.function.Function;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationHandler;
import org.slf4j.LoggerFactory;

import org.springframework.security.authentication.AuthenticationObservationContext;
import org.springframework.security.core.Authentication;

import dev.sightline.autoconfigure.bounded.Guard;

/**
 * Tells how long it took to authenticate somebody. Where Spring Security has no events,
 * as in reactive applications, it tells of the attempts too.
 */
class AuthenticationHandler implements ObservationHandler<AuthenticationObservationContext> {

	private static final String START = AuthenticationHandler.class.getName();

	private final AuthenticationAttempts attempts;

	private final Function<AuthenticationObservationContext, Client> clients;

	private final boolean counts;

	private final Guard guard = new Guard(LoggerFactory.getLogger(AuthenticationHandler.class),
			"An attempt to authenticate was not measured. This is told once.");

	/**
	 * Create it.
	 * @param attempts tells
	 * @param clients finds who asks
	 * @param counts whether it tells of the attempts too
	 */
	AuthenticationHandler(AuthenticationAttempts attempts, Function<AuthenticationObservationContext, Client> clients,
			boolean counts) {
		this.attempts = attempts;
		this.clients = clients;
		this.counts = counts;
	}

	@Override
	public boolean supportsContext(Observation.Context context) {
		return context instanceof AuthenticationObservationContext;
	}

	@Override
	public void onStart(AuthenticationObservationContext context) {
		context.put(START, System.nanoTime());
	}

	@Override
	public void onStop(AuthenticationObservationContext context) {
		this.guard.run(() -> tell(context));
	}

	private void tell(AuthenticationObservationContext context) {
		Long start = context.get(START);
		Authentication result = context.getAuthenticationResult();
		Throwable error = context.getError();
		if (start == null || (result == null && error == null) || isPart(context)) {
			return;
		}
		Authentication request = context.getAuthenticationRequest();
		Client client = this.clients.apply(context).withAccountOf(request);
		AuthenticationMethod method = AuthenticationMethod.of(request, client);
		this.attempts.measured(method, error == null, System.nanoTime() - start);
		if (this.counts && error != null) {
			this.attempts.failed(method, client, error.getClass().getSimpleName());
		}
		else if (this.counts) {
			this.attempts.succeeded(method, client);
		}
	}

	/**
	 * One manager may ask another.
	 */
	private static boolean isPart(AuthenticationObservationContext context) {
		return context.getParentObservation() != null
				&& context.getParentObservation().getContextView() instanceof AuthenticationObservationContext;
	}

}
