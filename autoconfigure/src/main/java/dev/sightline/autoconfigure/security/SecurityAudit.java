package dev.sightline.autoconfigure.security;

import org.jspecify.annotations.Nullable;

/**
 * Passes security events on to whoever keeps them.
 */
interface SecurityAudit {

	/**
	 * Something happened.
	 * @param type what
	 * @param client who did it
	 * @param reason more of it, {@code null} if there is none
	 */
	void publish(SecurityEventType type, Client client, @Nullable String reason);

}
