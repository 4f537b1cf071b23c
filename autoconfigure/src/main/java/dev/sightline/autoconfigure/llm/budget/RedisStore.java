package dev.sightline.autoconfigure.llm.budget;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

import org.springframework.data.redis.connection.RedisConnectionFactory;
import org.springframework.data.redis.core.StringRedisTemplate;
import org.springframework.data.redis.core.script.DefaultRedisScript;
import org.springframework.data.redis.core.script.RedisScript;

/**
 * Sums in Redis, as whole numbers of billionths. Redis adds and lets the key expire in
 * one step, so that no process overwrites what another added and no key stays for ever.
 */
final class RedisStore implements SharedLedger.Store {

	/**
	 * A month and a day: longer than any period.
	 */
	private static final Duration EXPIRY = Duration.ofDays(32);

	private static final RedisScript<Long> ADD = new DefaultRedisScript<>("""
			local total = redis.call('INCRBY', KEYS[1], ARGV[1])
			redis.call('PEXPIRE', KEYS[1], ARGV[2])
			return total
			""", Long.class);

	private final StringRedisTemplate redis;

	private final String prefix;

	/**
	 * Create it.
	 * @param connections makes connections to Redis
	 * @param service the name of the application, whose instances share their sums
	 */
	RedisStore(RedisConnectionFactory connections, String service) {
		this.redis = new StringRedisTemplate(connections);
		this.prefix = "sightline:llm:budget:" + service + ":";
	}

	@Override
	public BigDecimal add(String key, SharedAccount.Delivery delivery) {
		long units = delivery.amount().movePointRight(SharedAccount.SCALE).longValueExact();
		Long total = this.redis.execute(ADD, List.of(this.prefix + key + ":" + delivery.start()), Long.toString(units),
				Long.toString(EXPIRY.toMillis()));
		return BigDecimal.valueOf(Objects.requireNonNull(total), SharedAccount.SCALE);
	}

}
