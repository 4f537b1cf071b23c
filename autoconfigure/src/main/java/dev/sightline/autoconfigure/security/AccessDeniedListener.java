package dev.sightline.autoconfigure.security;

import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import org.slf4j.LoggerFactory;

import org.springframework.context.ApplicationListener;
import org.springframework.security.authorization.event.AuthorizationDeniedEvent;
import org.springframework.security.core.Authentication;

import dev.sightline.autoconfigure.bounded.Guard;

/**
 * Tells of what Spring Security publishes about authorization that was denied.
 */
class AccessDeniedListener implements ApplicationListener<AuthorizationDeniedEvent<?>> {

	private final SecurityEvents events;

	private final Guard guard = new Guard(LoggerFactory.getLogger(AccessDeniedListener.class),
			"A denied access was not told of. This is told once.");

	AccessDeniedListener(SecurityEvents events) {
		this.events = events;
	}

	@Override
	public void onApplicationEvent(AuthorizationDeniedEvent<?> event) {
		this.guard.run(() -> {
			// The page of the error may be denied as well, and is nobody's wish.
			if (!(event.getObject() instanceof HttpServletRequest request)
					|| request.getDispatcherType() != DispatcherType.ERROR) {
				Authentication authentication = event.getAuthentication().get();
				this.events.add(SecurityEventType.denied(authentication),
						ServletClients.current().withAccountOf(authentication), null);
			}
		});
	}

}
