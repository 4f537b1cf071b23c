package dev.sightline.autoconfigure.health.web;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.Show;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;
import org.springframework.util.StringUtils;

import dev.sightline.autoconfigure.health.HealthProperties;

/**
 * Who may read what is wrong: who has the token, or one of the roles.
 */
final class Access {

	private static final String BEARER = "Bearer ";

	private final byte @Nullable [] token;

	private final List<String> roles;

	private Access(byte @Nullable [] token, List<String> roles) {
		this.token = token;
		this.roles = roles;
	}

	static Access of(HealthProperties properties, Environment environment) {
		Set<String> roles = properties.getDetailed().getRoles();
		if (roles == null) {
			roles = Binder.get(environment)
				.bind("management.endpoint.health.roles", Bindable.setOf(String.class))
				.orElseGet(Set::of);
		}
		List<String> names = new ArrayList<>();
		roles.stream().filter(StringUtils::hasText).forEach((role) -> {
			names.add(role);
			names.add("ROLE_" + role);
		});
		String token = properties.getDetailed().getToken();
		return new Access(StringUtils.hasText(token) ? token.trim().getBytes(StandardCharsets.UTF_8) : null, names);
	}

	/**
	 * Whether a header has the token.
	 * @param authorization the header {@code Authorization}
	 */
	boolean hasToken(@Nullable String authorization) {
		return this.token != null && authorization != null
				&& authorization.regionMatches(true, 0, BEARER, 0, BEARER.length()) && MessageDigest.isEqual(this.token,
						authorization.substring(BEARER.length()).trim().getBytes(StandardCharsets.UTF_8));
	}

	/**
	 * The answer to someone who may not read it.
	 * @param principal who asks, {@code null} if that is not known
	 * @param inRole whether she has a role
	 * @return the refusal, {@code null} if she may read it
	 */
	@Nullable Answer refusal(@Nullable Principal principal, Predicate<String> inRole) {
		// Without roles, everybody who can log in would be shown all.
		if (!this.roles.isEmpty() && Show.WHEN_AUTHORIZED.isShown(new Caller(principal, inRole), this.roles)) {
			return null;
		}
		return (principal == null && this.token != null) ? Answer.unauthorized() : Answer.forbidden();
	}

	/**
	 * Who asks.
	 */
	private record Caller(@Nullable Principal principal, Predicate<String> inRole) implements SecurityContext {

		@Override
		public @Nullable Principal getPrincipal() {
			return this.principal;
		}

		@Override
		public boolean isUserInRole(String role) {
			return this.inRole.test(role);
		}

	}

}
