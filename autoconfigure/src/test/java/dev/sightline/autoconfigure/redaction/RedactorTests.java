package dev.sightline.autoconfigure.redaction;

import java.time.Duration;
import java.util.function.UnaryOperator;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.mock.env.MockEnvironment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

/**
 * Tests for {@link Redactor}.
 */
class RedactorTests {

	private final MockEnvironment environment = new MockEnvironment();

	@ParameterizedTest
	@CsvSource(delimiter = '|', quoteCharacter = '~', value = {
			"password=hunter2 for anna | password=[redacted] for anna",
			"{\"password\":\"hun\\\"ter2\",\"a\":1} | {\"password\":\"[redacted]\",\"a\":1}",
			"{\\\"password\\\":\\\"hunter2\\\"} | {\\\"password\\\":\\\"[redacted]\\\"}",
			"{\"password\": 12345} | {\"password\": [redacted]}",
			"{password=hunter2, name=anna} | {password=[redacted], name=anna}",
			"user.dbPassword: hunter2 | user.dbPassword: [redacted]",
			"where api_key = 'hunter2' and x | where api_key = '[redacted]' and x",
			"GET /a?x=1&access_token=hunter2&y=2 | GET /a?x=1&access_token=[redacted]&y=2",
			"note=password%3Dhunter2 | note=password=[redacted]",
			"next=%2Flogin%3Fpassword%253Dhunter2%2526a%253Db | next=/login?password=[redacted]&a=b",
			"a=token%252525253Dx%25 | a=token%252525253Dx%25",
			"?a=%7B%22pass%77ord%22%3A%22hunter2%22%7D%&b=1 | ?a={\"password\":\"[redacted]\"}%&b=1",
			"q=card+4111+1111%201111+1111%0a | q=card [redacted]%0a",
			"Authorization: Digest a=b, c=d | Authorization: [redacted]",
			"[authorization:\"Bearer hunter2\", accept:\"*/*\"] | [authorization:\"[redacted]\", accept:\"*/*\"]",
			"Cookie: a=hunter2; b=hunter2 | Cookie: [redacted]",
			"{cookie=theme=dark; SESSION=hunter2} | {cookie=[redacted]}",
			"{authorization=Token hunter2} | {authorization=[redacted]}",
			"{authorization=[Token hunter2], accept=[*/*]} | {authorization=[redacted], accept=[*/*]}",
			"Cookie: theme=\"dark\"; SESSION=hunter2 | Cookie: [redacted]",
			"Authorization: Digest username=\"anna\", response=\"hunter2\" | Authorization: [redacted]",
			"[authorization:\"Digest username=\"anna\", response=\"hunter2\"\"] | [authorization:\"[redacted]\"]",
			"{\"authorization\":\"Basic eDp5eA==\",\"a\":1} | {\"authorization\":\"[redacted]\",\"a\":1}",
			"{\"token\":{\"value\":\"hun}ter2\"},\"a\":1} | {\"token\":[redacted],\"a\":1}",
			"{\"password\":[\"hunter2\",\"hunter3\"],\"a\":1} | {\"password\":[redacted],\"a\":1}",
			"{\"authorization\":[\"Token hunter2\"]} | {\"authorization\":[redacted]}",
			"password={hunter2 | password=[redacted]", "sent Bearer mF_9.B5f-4.1JqM and | sent Bearer [redacted] and",
			"sent basic dXNlcjpodW50ZXIy and | sent basic [redacted] and",
			"jdbc:postgresql://app:hunter2@db/x | jdbc:postgresql://[redacted]@db/x",
			"key AKIAIOSFODNN7EXAMPLE, | key [redacted],", "ghp_16C7e42F292c6912E7710c838347Ae178B4a | [redacted]",
			"xoxb-1234567890-abcdef! | [redacted]!", "sk-ant-api03-abcdefghijklmnop | [redacted]",
			"sk_live_4eC39HqLyjWDarjtT1zdp7dc | [redacted]", "AIzaSyDaGmWKa4JsXZ-HjGw7ISLn_3namBGewQe | [redacted]",
			"(eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln) | ([redacted])",
			"card 4111 1111 1111 1111 2030 | card [redacted] 2030",
			"paid 2024 with 5500-0000-0000-0004. | paid 2024 with [redacted].", "378282246310005 | [redacted]",
			"to DE89 3704 0044 0532 0130 00 now | to [redacted] now", "iban GB29NWBK60161331926819 | iban [redacted]" })
	void shouldTakeSecretsOut(String text, String expected) {
		assertThat(redactor().redact(text)).isEqualTo(expected);
	}

	@ParameterizedTest
	@ValueSource(strings = { "Started HelloApp in 1.234 seconds (process running for 2.0)",
			"password reset was asked for", "total_tokens: 1500, tokens=3", "traceId=4bf92f3577b34da6a3ce929d0e0e4736",
			"at 1763706000000 or 4111111111111112", "the bearer authentication failed", "basic settings",
			"http://localhost:8080/a@b", "de89 3704 0044 0532 0130 01", "order 12345678901234567890",
			"AKIA is a prefix, eyJ too", "like '%25' or 100%, a+b%20c%zz%4", "caf%C3%A9%",
			"2026-11-21T06:29:12.123Z INFO 4242 --- [main]", "me@example.com or +49 30 1234567", "token", "" })
	void shouldLeaveAllElseAsItIs(String text) {
		assertThat(redactor().redact(text)).isSameAs(text);
	}

	@Test
	void shouldEndAnUnclosedValueWithItsLine() {
		assertThat(redactor().redact("password=\"hunter2\n\tat shop")).isEqualTo("password=\"[redacted]\n\tat shop");
		assertThat(redactor().redact("token=[hunter2\n\tat shop")).isEqualTo("token=[redacted]\n\tat shop");
	}

	@Test
	void shouldTakeOutPrivateKeys() {
		assertThat(redactor().redact("a -----BEGIN RSA PRIVATE KEY-----\nMIIB\n-----END RSA PRIVATE KEY----- b"))
			.isEqualTo("a [redacted] b");
		assertThat(redactor().redact("a -----BEGIN PRIVATE KEY-----\nMIIB")).isEqualTo("a [redacted]");
	}

	@Test
	void shouldTakeOutAddressesByChoice() {
		this.environment.setProperty("sightline.redaction.email", "true");
		this.environment.setProperty("sightline.redaction.phone", "true");
		assertThat(redactor().redact("to anna.b@mail.example.com, or +49 (30) 123-45 67 or 030 1234567."))
			.isEqualTo("to [redacted], or [redacted] or [redacted].");
	}

	@ParameterizedTest
	@ValueSource(strings = { "Authorization", "X-Api-Key", "apiKey", "user.password", "db_password", "accessToken",
			"Set-Cookie", "JSESSIONID" })
	void shouldKnowSecretNames(String name) {
		assertThat(redactor().redact(name, "x")).isEqualTo("[redacted]");
	}

	@Test
	void shouldLookAtTheValueOfAnyOtherName() {
		assertThat(redactor().redact("note", "x")).isEqualTo("x");
		assertThat(redactor().redact("note", "password=x")).isEqualTo("password=[redacted]");
		this.environment.setProperty("sightline.redaction.names", "shoe-size");
		assertThat(new Redactor(properties("sightline.redaction.names", "shoe-size")).redact("shoeSize", "42"))
			.isEqualTo("[redacted]");
	}

	@Test
	void shouldBeKeptWithTheEnvironment() {
		assertThat(redactor()).isSameAs(redactor());
	}

	@Test
	void shouldBeOffIfAsked() {
		this.environment.setProperty("sightline.redaction.enabled", "false");
		assertThat(redactor().redact("password=x")).isEqualTo("password=x");
		assertThat(redactor().redact("password", "x")).isEqualTo("x");
	}

	@Test
	void shouldApplyPatternsOfTheUser() {
		this.environment.setProperty("sightline.redaction.patterns.badge.regex", "badge \\d+");
		this.environment.setProperty("sightline.redaction.patterns.shelf.regex", "S[0-9]{3}");
		this.environment.setProperty("sightline.redaction.patterns.shelf.trigger", "shelf");
		assertThat(redactor().redact("badge 17 S123")).isEqualTo("[redacted] S123");
		assertThat(redactor().redact("Shelf S123")).isEqualTo("Shelf [redacted]");
	}

	@Test
	void shouldCutWhatIsTooLong() {
		this.environment.setProperty("sightline.redaction.max-length", "1024");
		String text = "x".repeat(1000) + " password=" + "y".repeat(5000);
		String clean = redactor().redact(text);
		assertThat(clean).startsWith("x").endsWith("... [4986 characters cut]").doesNotContain("y");
		assertThat(clean.length()).isLessThan(1100);
	}

	@Test
	void shouldLetNothingOutWhenItFails() {
		this.environment.setProperty("sightline.redaction.patterns.slow.regex", "(a+)+b");
		Redactor redactor = redactor();
		String clean = assertTimeoutPreemptively(Duration.ofSeconds(20), () -> redactor.redact("a".repeat(5000)));
		assertThat(clean).isEqualTo("[redaction failed]");
		assertThat(redactor.failures()).isEqualTo(1);
		redactor.use((text) -> {
			throw new IllegalStateException("on purpose");
		});
		assertThat(redactor.redact("x")).isEqualTo("[redaction failed]");
		assertThat(redactor.failures()).isEqualTo(2);
	}

	@ParameterizedTest
	@ValueSource(strings = { "eyJ", "4", "4111 ", "password", "password=", "password%3D", "%20", "://", "bearer ",
			"DE89", "DE89 ", "@", "\\\"", "-----BEGIN", "-----BEGIN PRIVATE KEY-----", "sk-", "+", "basic a", "1111a",
			"token:'", "token={", "token=[\"\n", "cookie=\"a=\"", "cookie: a=\"", "cookie=a=\"\n", "authorization:'\n",
			"token=\"\\" })
	void shouldTakeLinearTime(String part) {
		Redactor redactor = new Redactor(properties("sightline.redaction.email", "true", "sightline.redaction.phone",
				"true", "sightline.redaction.max-length", "3000000"));
		String text = part.repeat(2_000_000 / part.length());
		assertTimeoutPreemptively(Duration.ofSeconds(20), () -> redactor.redact(text));
	}

	@Test
	void shouldRefuseAPatternThatCanNotWork() {
		assertThatExceptionOfType(InvalidRedactionException.class)
			.isThrownBy(() -> new Redactor(properties("sightline.redaction.patterns.bad.regex", "(")))
			.satisfies((ex) -> {
				assertThat(ex.getKey()).isEqualTo("sightline.redaction.patterns.bad.regex");
				assertThat(ex.getReason()).startsWith("Unclosed group");
			});
		assertThatExceptionOfType(InvalidRedactionException.class)
			.isThrownBy(() -> new Redactor(properties("sightline.redaction.patterns.bad.regex", "a*")));
		assertThatExceptionOfType(InvalidRedactionException.class)
			.isThrownBy(() -> new Redactor(properties("sightline.redaction.patterns.bad.trigger", "a")));
	}

	@Test
	void shouldUseTheFunctionOfTheUserAndCountFailures() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(RedactionAutoConfiguration.class))
			.withUserConfiguration(CustomConfiguration.class)
			.run((context) -> {
				Redactor redactor = context.getBean(Redactor.class);
				assertThat(redactor).isSameAs(Redactor.of(context.getEnvironment()));
				assertThat(redactor.redact("Anna has password=x")).isEqualTo("[name] has password=[redacted]");
				SimpleMeterRegistry registry = new SimpleMeterRegistry();
				context.getBean("sightlineRedactionMetrics", MeterBinder.class).bindTo(registry);
				redactor.redact("boom");
				assertThat(registry.get("sightline.redaction.failures").functionCounter().count()).isOne();
			});
	}

	@Test
	void shouldWorkWithoutMicrometer() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(RedactionAutoConfiguration.class))
			.withClassLoader(new FilteredClassLoader("io.micrometer"))
			.run((context) -> assertThat(context).hasSingleBean(Redactor.class).doesNotHaveBean(MeterBinder.class));
	}

	private Redactor redactor() {
		return Redactor.of(this.environment);
	}

	private static RedactionProperties properties(String... pairs) {
		MockEnvironment environment = new MockEnvironment();
		for (int i = 0; i < pairs.length; i += 2) {
			environment.setProperty(pairs[i], pairs[i + 1]);
		}
		return org.springframework.boot.context.properties.bind.Binder.get(environment)
			.bindOrCreate("sightline.redaction", RedactionProperties.class);
	}

	@Configuration(proxyBeanMethods = false)
	static class CustomConfiguration {

		@Bean
		UnaryOperator<String> sightlineRedaction() {
			return (text) -> {
				if (text.equals("boom")) {
					throw new IllegalStateException("on purpose");
				}
				return text.replace("Anna", "[name]");
			};
		}

	}

}
