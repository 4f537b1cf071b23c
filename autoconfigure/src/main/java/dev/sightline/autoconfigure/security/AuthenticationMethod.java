package dev.sightline.autoconfigure.security;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;

/**
 * How somebody proves who she is, as far as the class of the token tells.
 */
enum AuthenticationMethod {

	BASIC(false),

	FORM(true),

	BEARER(false),

	OAUTH2(true),

	SAML2(true),

	ONE_TIME_TOKEN(true),

	WEBAUTHN(true),

	REMEMBER_ME(false),

	PRE_AUTHENTICATED(false),

	API_KEY(false),

	OTHER(false);

	private final boolean login;

	private final String text = name().toLowerCase(Locale.ROOT);

	AuthenticationMethod(boolean login) {
		this.login = login;
	}

	/**
	 * Tell the method.
	 * @param authentication what was asked or what came of it, {@code null} if not known
	 * @param client who asks
	 */
	static AuthenticationMethod of(@Nullable Authentication authentication, Client client) {
		if (authentication instanceof UsernamePasswordAuthenticationToken) {
			return client.isBasic() ? BASIC : FORM;
		}
		String name = (authentication != null) ? authentication.getClass().getSimpleName().toLowerCase(Locale.ROOT)
				: "";
		if (name.startsWith("bearer") || name.startsWith("jwt")) {
			return BEARER;
		}
		if (name.startsWith("preauthenticated") || name.startsWith("x509")) {
			return PRE_AUTHENTICATED;
		}
		for (AuthenticationMethod method : values()) {
			if (method != BASIC && method != FORM && name.contains(method.text.replace("_", ""))) {
				return method;
			}
		}
		return OTHER;
	}

	/**
	 * As in tags and log lines.
	 */
	String text() {
		return this.text;
	}

	/**
	 * Whether somebody does it once, and not with each request.
	 */
	boolean isLogin() {
		return this.login;
	}

}
