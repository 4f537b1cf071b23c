package dev.sightline.autoconfigure.health;

import java.net.URI;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.boot.availability.ApplicationAvailabilityBean;
import org.springframework.boot.availability.AvailabilityChangeEvent;
import org.springframework.boot.availability.LivenessState;
import org.springframework.boot.availability.ReadinessState;
import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.boot.health.registry.DefaultHealthContributorRegistry;
import org.springframework.boot.health.registry.DefaultReactiveHealthContributorRegistry;
import org.springframework.boot.json.JsonWriter;
import org.springframework.mock.env.MockEnvironment;

import dev.sightline.autoconfigure.redaction.Redactor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link HealthChecks} with indicators that behave badly.
 */
class HealthChecksTests {

	private static final HealthIndicator UP = () -> Health.up().build();

	private final DefaultHealthContributorRegistry registry = new DefaultHealthContributorRegistry();

	private final DefaultReactiveHealthContributorRegistry reactive = new DefaultReactiveHealthContributorRegistry();

	private final CheckDescriptions descriptions = new CheckDescriptions(Redactor.of(new MockEnvironment()),
			(name) -> Map.of());

	private final Set<String> critical = ConcurrentHashMap.newKeySet();

	private final List<String> changes = new CopyOnWriteArrayList<>();

	private final AtomicReference<Instant> now = new AtomicReference<>(Instant.parse("2026-01-01T12:00:00Z"));

	private final CountDownLatch blocked = new CountDownLatch(1);

	private Duration interval = Duration.ofMillis(20);

	private Duration timeout = Duration.ofMillis(200);

	private HealthChecks checks;

	@AfterEach
	void stop() {
		this.blocked.countDown();
		if (this.checks != null) {
			this.checks.stop();
		}
	}

	@Test
	void shouldRunEveryKindOfContributor() {
		this.registry.registerContributor("plain", UP);
		this.registry.registerContributor("both",
				CompositeHealthContributor.fromMap(Map.of("first", UP, "second", UP)));
		this.reactive.registerContributor("reactive",
				(ReactiveHealthIndicator) () -> Mono.just(Health.outOfService().build()));
		this.reactive.registerContributor("plain", (ReactiveHealthIndicator) () -> Mono.just(Health.down().build()));
		start();
		await().untilAsserted(() -> assertThat(statuses())
			.isEqualTo(Map.of("plain", "UP", "both/first", "UP", "both/second", "UP", "reactive", "OUT_OF_SERVICE")));
	}

	@Test
	void shouldOutliveAnErrorAndNothing() {
		AtomicInteger runs = new AtomicInteger();
		this.registry.registerContributor("error", (HealthIndicator) () -> {
			runs.incrementAndGet();
			throw new StackOverflowError("secret");
		});
		this.registry.registerContributor("nothing", (HealthIndicator) () -> null);
		start();
		await().untilAsserted(() -> assertThat(statuses()).isEqualTo(Map.of("error", "DOWN", "nothing", "UNKNOWN")));
		this.registry.registerContributor("endless", new Endless());
		Instant scanned = Instant.now().plusMillis(1500);
		await().until(() -> Instant.now().isAfter(scanned) && runs.get() > 3);
		int before = runs.get();
		await().until(() -> runs.get() > before);
		assertThat(check("error").state().last().reason()).isEqualTo("StackOverflowError");
		assertThat(check("error").state().last().error()).contains("secret");
	}

	@Test
	void shouldNotPileUpThreadsWhenAnIndicatorBlocks() {
		AtomicInteger begun = new AtomicInteger();
		this.registry.registerContributor("blocked", (HealthIndicator) () -> {
			begun.incrementAndGet();
			return awaitUnblocked();
		});
		this.registry.registerContributor("never", UP);
		start();
		await().untilAsserted(() -> assertThat(statuses()).isEqualTo(Map.of("blocked", "DOWN", "never", "UP")));
		assertThat(check("blocked").state().last().reason()).isEqualTo("No answer within 200ms");
		// After ten limits it is tried once more, in case the first run is lost.
		await().until(() -> begun.get() == 2);
		Instant later = Instant.now().plus(this.timeout.multipliedBy(12));
		await().until(() -> Instant.now().isAfter(later));
		assertThat(begun).hasValue(2);
		assertThat(threads()).isLessThanOrEqualTo(8);
		this.blocked.countDown();
		await().untilAsserted(() -> assertThat(statuses()).containsEntry("blocked", "UP"));
	}

	@Test
	void shouldLeaveAReactiveIndicatorThatNeverAnswers() {
		AtomicInteger cancelled = new AtomicInteger();
		this.timeout = Duration.ofMillis(50);
		this.reactive.registerContributor("never",
				(ReactiveHealthIndicator) () -> Mono.<Health>never().doOnCancel(cancelled::incrementAndGet));
		start();
		await().untilAsserted(() -> assertThat(statuses()).containsEntry("never", "DOWN"));
		await().until(() -> cancelled.get() > 2);
	}

	@Test
	void shouldNoticeWhatComesAndGoesLate() {
		this.registry.registerContributor("early", UP);
		start();
		await().untilAsserted(() -> assertThat(statuses()).isEqualTo(Map.of("early", "UP")));
		this.registry.registerContributor("late", (HealthIndicator) () -> Health.down().build());
		this.registry.unregisterContributor("early");
		await().untilAsserted(() -> assertThat(statuses()).isEqualTo(Map.of("late", "DOWN")));
	}

	@Test
	void shouldWaitForSeveralFailuresAndSuccesses() {
		AtomicInteger runs = new AtomicInteger();
		// Fails once, three times, is well once, fails, is well.
		List<Integer> failing = List.of(3, 6, 7, 8, 10);
		this.registry.registerContributor("flapping", (HealthIndicator) () -> failing.contains(runs.incrementAndGet())
				? Health.down().build() : Health.up().build());
		start();
		await().until(() -> runs.get() > 14);
		assertThat(this.changes).containsExactly("flapping UP DOWN", "flapping DOWN UP");
	}

	@Test
	void shouldNotTellOfAFailureThatOnlyTheStartSaw() {
		AtomicInteger runs = new AtomicInteger();
		this.registry.registerContributor("slow",
				(HealthIndicator) () -> (runs.incrementAndGet() == 1) ? Health.down().build() : Health.up().build());
		this.registry.registerContributor("ill", (HealthIndicator) () -> Health.down().build());
		start();
		await().until(() -> runs.get() > 3);
		await().untilAsserted(() -> assertThat(this.changes).containsExactly("ill UNKNOWN DOWN"));
		assertThat(statuses()).isEqualTo(Map.of("slow", "UP", "ill", "DOWN"));
		assertThat(check("slow").state().lastChange()).isNull();
	}

	@Test
	void shouldRunAThousandChecksOnFewThreads() {
		this.interval = Duration.ofSeconds(1);
		AtomicInteger most = new AtomicInteger();
		for (int i = 0; i < 1000; i++) {
			this.registry.registerContributor("check" + i, (HealthIndicator) () -> {
				most.accumulateAndGet(threads(), Math::max);
				return Health.up().build();
			});
		}
		start();
		await()
			.untilAsserted(() -> assertThat(statuses()).hasSize(1000).containsValue("UP").doesNotContainValue("DOWN"));
		assertThat(most.get()).isLessThanOrEqualTo(CheckThreads.ACTIVE + 1);
	}

	@Test
	void shouldRunWhatIsCriticalWhenAllThreadsHang() {
		this.critical.add("critical");
		for (int i = 0; i < 100; i++) {
			this.registry.registerContributor("hangs" + i, (HealthIndicator) this::awaitUnblocked);
		}
		start();
		await().until(() -> threads() > CheckThreads.ACTIVE * 4);
		this.registry.registerContributor("critical", UP);
		await().untilAsserted(() -> assertThat(statuses()).containsEntry("critical", "UP"));
		// Those for which there is no thread are not well either.
		await().untilAsserted(() -> assertThat(this.checks.all()).hasSize(101)
			.allMatch((check) -> check.state() != null)
			.anyMatch((check) -> "No thread was free to run it".equals(check.state().last().reason())));
		assertThat(threads()).isLessThanOrEqualTo(90);
	}

	@Test
	void shouldNotMindAClockThatJumps() {
		AtomicInteger runs = new AtomicInteger();
		this.registry.registerContributor("counted", (HealthIndicator) () -> {
			runs.incrementAndGet();
			return Health.up().build();
		});
		start();
		await().until(() -> runs.get() > 3);
		for (Duration jump : List.of(Duration.ofDays(-365), Duration.ofDays(3650))) {
			this.now.updateAndGet((instant) -> instant.plus(jump));
			int before = runs.get();
			await().until(() -> runs.get() > before + 3);
			assertThat(check("counted").state().last().age()).isBetween(Duration.ZERO, Duration.ofMinutes(1));
			assertThat(check("counted").state().last().duration()).isLessThan(Duration.ofMinutes(1));
		}
		assertThat(this.changes).isEmpty();
	}

	@Test
	void shouldWaitForTheFirstResultsButNotForEver() throws Exception {
		this.critical.add("hangs");
		this.registry.registerContributor("hangs", (HealthIndicator) this::awaitUnblocked);
		start();
		HealthReports reports = reports();
		assertThat(reports.known(true)).isNotDone();
		reports.known(true).get(20, TimeUnit.SECONDS);
		assertThat(reports.ready().code()).isEqualTo(503);
		// Who waits may be let go before the check that hangs is given up.
		await().untilAsserted(() -> assertThat(reports.known(true)).isDone());
		this.critical.add("absent");
		assertThat(reports.ready().body().get("failing")).asInstanceOf(InstanceOfAssertFactories.LIST)
			.contains("absent", "hangs");
	}

	@Test
	void shouldTellNoSecretInTheDetails() {
		this.registry.registerContributor("throwing", (HealthIndicator) () -> {
			throw new IllegalStateException("No answer from postgres://ada:canary-1@db.example.org/shop");
		});
		this.registry.registerContributor("failed",
				(HealthIndicator) () -> Health.down(new IllegalStateException("Asked with password=canary-2 twice"))
					.build());
		this.registry.registerContributor("described",
				(HealthIndicator) () -> Health.status(new Status("DOWN", "api-key=canary-3 is unknown")).build());
		this.registry.registerContributor("detailed",
				(HealthIndicator) () -> Health.up()
					.withDetail("token", "canary-4")
					.withDetail("server", URI.create("redis://ada:canary-5@cache.example.org"))
					.withDetail("nodes",
							List.of(Map.of("secret", List.of("canary-6"), "http://ada:canary-7@a.example.org", "first",
									"url", "http://ada:canary-8@b.example.org", "weight", 12)))
					.withDetail("path", Path.of("/data"))
					.build());
		start();
		await().untilAsserted(() -> assertThat(statuses()).hasSize(4).doesNotContainValue("none"));
		String body = JsonWriter.standard().writeToString(reports().detailed().body());
		assertThat(body).doesNotContain("canary");
		assertThat(JsonMapper.shared().readTree(body).path("checks").path("detailed").path("details").toString())
			.contains("\"token\":\"[redacted]\"", "cache.example.org\"", "\"secret\":\"[redacted]\"", "\"first\"",
					"b.example.org\"", "\"weight\":12", "\"path\":\"/data\"");
		assertThat(body).contains("IllegalStateException: No answer from postgres://[redacted]", "db.example.org/shop",
				"Asked with password=[redacted]", "api-key=[redacted]");
	}

	@Test
	void shouldOutliveAnErrorThatCanNotBeTold() {
		AtomicInteger thrown = new AtomicInteger();
		AtomicInteger refused = new AtomicInteger();
		AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {

			@Override
			protected void append(ILoggingEvent event) {
				refused.incrementAndGet();
				throw new InternalError("Not told");
			}

		};
		appender.start();
		Logger logger = (Logger) LoggerFactory.getLogger(HealthChecks.class);
		logger.addAppender(appender);
		try {
			this.registry.registerContributor("plain", UP);
			start(new CriticalChecks(Set.of(), Set.of(), () -> {
				if (thrown.incrementAndGet() == 1) {
					throw new InternalError("Not run");
				}
				return null;
			}));
			await().untilAsserted(() -> assertThat(statuses()).containsEntry("plain", "UP"));
			assertThat(refused).hasValue(1);
		}
		finally {
			logger.detachAppender(appender);
		}
	}

	@Test
	void shouldNotBeReadyWhenResultsAreTooOld() {
		this.timeout = Duration.ofMillis(100);
		this.critical.add("plain");
		this.registry.registerContributor("plain", UP);
		start();
		HealthReports reports = reports();
		await().until(() -> reports.ready().code() == 200);
		this.checks.stop();
		await().until(() -> reports.ready().code() == 503);
		assertThat(reports.ready().body()).containsEntry("status", "OUT_OF_SERVICE")
			.containsEntry("failing", List.of("plain"));
		assertThat(statuses()).containsEntry("plain", "UP");
		assertThat(reports.live().code()).isEqualTo(200);
	}

	@Test
	void shouldLiveWhateverACheckOfTheUserSays() {
		this.registry.registerContributor("deadlock", (HealthIndicator) () -> Health.down().build());
		this.registry.registerContributor("own", new DeadlockHealthIndicator());
		start();
		await().untilAsserted(() -> assertThat(statuses()).isEqualTo(Map.of("deadlock", "DOWN", "own", "UP")));
		assertThat(reports().live().code()).isEqualTo(200);
	}

	@Test
	void shouldStartAnew() {
		this.registry.registerContributor("plain", UP);
		start();
		await().untilAsserted(() -> assertThat(statuses()).containsEntry("plain", "UP"));
		this.checks.stop();
		this.checks.start();
		await().untilAsserted(() -> assertThat(statuses()).containsEntry("plain", "UP"));
	}

	private Health awaitUnblocked() {
		boolean interrupted = false;
		while (true) {
			try {
				this.blocked.await();
				return Health.up().build();
			}
			catch (InterruptedException ex) {
				interrupted = true;
			}
			finally {
				if (interrupted) {
					Thread.currentThread().interrupt();
				}
			}
		}
	}

	private void start() {
		start(criticalChecks());
	}

	private void start(CriticalChecks critical) {
		CheckSettings settings = new CheckSettings(this.interval, this.timeout, 2, 2);
		this.checks = new HealthChecks(new Contributors(this.registry, this.reactive, settings), critical,
				(status) -> status.equals(Status.DOWN),
				(name, before, after) -> this.changes.add(name + " " + before + " " + after.status()),
				new ShownClock(this.now));
		this.checks.start();
	}

	private HealthReports reports() {
		ApplicationAvailabilityBean availability = new ApplicationAvailabilityBean();
		availability.onApplicationEvent(new AvailabilityChangeEvent<>(this, LivenessState.CORRECT));
		availability.onApplicationEvent(new AvailabilityChangeEvent<>(this, ReadinessState.ACCEPTING_TRAFFIC));
		return new HealthReports(this.checks, criticalChecks(), new StatusRules(() -> null), new OwnState(availability),
				null, Clock.systemUTC(), this.timeout, this.descriptions);
	}

	private CriticalChecks criticalChecks() {
		return new CriticalChecks(this.critical, Set.of(), () -> null);
	}

	private Check check(String name) {
		return this.checks.all().stream().filter((check) -> check.name().equals(name)).findFirst().orElseThrow();
	}

	private Map<String, String> statuses() {
		Map<String, String> statuses = new ConcurrentHashMap<>();
		new ArrayList<>(this.checks.all()).forEach((check) -> {
			CheckState state = check.state();
			statuses.put(check.name(), (state != null) ? state.status().getCode() : "none");
		});
		return statuses;
	}

	private static int threads() {
		Thread[] all = new Thread[Thread.activeCount() + 200];
		int count = Thread.enumerate(all);
		int found = 0;
		for (int i = 0; i < count; i++) {
			found += all[i].getName().startsWith("sightline-health") ? 1 : 0;
		}
		return found;
	}

	/**
	 * A part of itself.
	 */
	private static final class Endless implements CompositeHealthContributor {

		@Override
		public Stream<Entry> stream() {
			return Stream.of(new Entry("itself", this));
		}

		@Override
		public HealthContributor getContributor(String name) {
			return this;
		}

	}

	/**
	 * Shows the time that a test sets.
	 */
	private static final class ShownClock extends Clock {

		private final AtomicReference<Instant> now;

		ShownClock(AtomicReference<Instant> now) {
			this.now = now;
		}

		@Override
		public ZoneId getZone() {
			return ZoneId.of("UTC");
		}

		@Override
		public Clock withZone(ZoneId zone) {
			return this;
		}

		@Override
		public Instant instant() {
			return this.now.get();
		}

	}

}
