package dev.sightline.autoconfigure.security;

import java.util.List;

import org.junit.jupiter.api.Test;

import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.authentication.RememberMeAuthenticationToken;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.Authentication;
import org.springframework.security.core.authority.AuthorityUtils;
import org.springframework.security.web.authentication.preauth.PreAuthenticatedAuthenticationToken;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link AuthenticationMethod} and {@link Client}.
 */
class AuthenticationMethodTests {

	private static final Client BASIC = new Client(null, null, Client.isBasic("basic YWRhOng="));

	@Test
	void shouldTellByTheClassOfTheToken() {
		Authentication password = UsernamePasswordAuthenticationToken.unauthenticated("ada", "canary");
		assertThat(AuthenticationMethod.of(password, BASIC)).isEqualTo(AuthenticationMethod.BASIC);
		assertThat(AuthenticationMethod.of(password, Client.UNKNOWN)).isEqualTo(AuthenticationMethod.FORM);
		assertThat(AuthenticationMethod.of(null, BASIC)).isEqualTo(AuthenticationMethod.OTHER);
		assertThat(of(new RememberMeAuthenticationToken("key", "ada", AuthorityUtils.NO_AUTHORITIES)))
			.isEqualTo(AuthenticationMethod.REMEMBER_ME);
		assertThat(of(new PreAuthenticatedAuthenticationToken("ada", "n/a")))
			.isEqualTo(AuthenticationMethod.PRE_AUTHENTICATED);
		assertThat(of(new BearerTokenAuthenticationToken())).isEqualTo(AuthenticationMethod.BEARER);
		assertThat(of(new ApiKeyAuthenticationToken())).isEqualTo(AuthenticationMethod.API_KEY);
		assertThat(of(new OAuth2LoginAuthenticationToken())).isEqualTo(AuthenticationMethod.OAUTH2);
		assertThat(of(new PlatformAuthenticationToken())).isEqualTo(AuthenticationMethod.OTHER);
	}

	@Test
	void shouldTakeNoTokenForAnAccount() {
		assertThat(BASIC.withAccountOf(new BearerTokenAuthenticationToken()).account()).isNull();
		assertThat(BASIC.withAccountOf(UsernamePasswordAuthenticationToken.unauthenticated("ada", "canary")).account())
			.isEqualTo("ada");
	}

	private static AuthenticationMethod of(Authentication token) {
		return AuthenticationMethod.of(token, Client.UNKNOWN);
	}

	private abstract static class Token extends AbstractAuthenticationToken {

		Token() {
			super(List.of());
		}

		@Override
		public Object getCredentials() {
			return "canary";
		}

		@Override
		public Object getPrincipal() {
			return "canary";
		}

	}

	private static final class BearerTokenAuthenticationToken extends Token {

	}

	private static final class ApiKeyAuthenticationToken extends Token {

	}

	private static final class OAuth2LoginAuthenticationToken extends Token {

	}

	private static final class PlatformAuthenticationToken extends Token {

	}

}
