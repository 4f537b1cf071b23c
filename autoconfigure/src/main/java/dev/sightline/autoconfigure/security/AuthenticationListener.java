package dev.sightline.autoconfigure.security;

import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationListener;
import org.springframework.security.authentication.event.AbstractAuthenticationEvent;
import org.springframework.security.authentication.event.AbstractAuthenticationFailureEvent;
import org.springframework.security.authentication.event.AuthenticationSuccessEvent;
import org.springframework.security.web.authentication.session.SessionFixationProtectionEvent;

import dev.sightline.autoconfigure.bounded.Guard;

/**
 * Tells of what Spring Security publishes about authentication.
 */
class AuthenticationListener implements ApplicationListener<AbstractAuthenticationEvent> {

	private final AuthenticationAttempts attempts;

	private final SecurityEvents events;

	private final Guard guard = new Guard(LoggerFactory.getLogger(AuthenticationListener.class),
			"An attempt to authenticate was not told of. This is told once.");

	AuthenticationListener(AuthenticationAttempts attempts, SecurityEvents events) {
		this.attempts = attempts;
		this.events = events;
	}

	@Override
	public void onApplicationEvent(AbstractAuthenticationEvent event) {
		this.guard.run(() -> tell(event));
	}

	private void tell(AbstractAuthenticationEvent event) {
		Client client = ServletClients.current().withAccountOf(event.getAuthentication());
		AuthenticationMethod method = AuthenticationMethod.of(event.getAuthentication(), client);
		if (event instanceof AuthenticationSuccessEvent) {
			this.attempts.succeeded(method, client);
		}
		else if (event instanceof AbstractAuthenticationFailureEvent failure) {
			this.attempts.failed(method, client, failure.getException().getClass().getSimpleName());
		}
		else if (event instanceof SessionFixationProtectionEvent) {
			this.events.add(SecurityEventType.SESSION_FIXATION_PROTECTION, client, null);
		}
	}

}
