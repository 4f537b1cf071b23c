package dev.sightline.autoconfigure.security;

import org.jspecify.annotations.Nullable;

import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;

/**
 * Who asks.
 *
 * @param account the name of the account that she says is hers, {@code null} if she said
 * none. It is never that of a token, which may be a secret
 * @param address the address, {@code null} if that is not known
 * @param isBasic whether she sent user and password in a header
 */
record Client(@Nullable String account, @Nullable String address, boolean isBasic) {

	/**
	 * Nothing is known.
	 */
	static final Client UNKNOWN = new Client(null, null, false);

	private static final String BASIC = "basic ";

	/**
	 * Whether a header has user and password.
	 * @param authorization the header {@code Authorization}
	 */
	static boolean isBasic(@Nullable String authorization) {
		return authorization != null && authorization.regionMatches(true, 0, BASIC, 0, BASIC.length());
	}

	/**
	 * This one with the account that she says is hers. The name of a token that is not of
	 * user and password may be a secret.
	 */
	Client withAccountOf(@Nullable Authentication authentication) {
		return (authentication instanceof UsernamePasswordAuthenticationToken)
				? new Client(authentication.getName(), this.address, this.isBasic) : this;
	}

}
