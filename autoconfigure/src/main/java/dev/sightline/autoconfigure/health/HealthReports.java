package dev.sightline.autoconfigure.health;

import java.lang.management.ManagementFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.Status;

/**
 * What is told of health, from what is remembered.
 */
public final class HealthReports {

	/**
	 * The names of the meters of health.
	 */
	public static final List<String> METERS = List.of("health.status", "health.check.duration", "health.transitions",
			"health.last.change.time");

	private static final String READINESS = "readiness";

	private static final String LIVENESS = "liveness";

	private final HealthChecks checks;

	private final CriticalChecks critical;

	private final StatusRules rules;

	private final OwnState own;

	private final @Nullable String version;

	private final Clock clock;

	private final Duration timeout;

	private final CheckDescriptions descriptions;

	HealthReports(HealthChecks checks, CriticalChecks critical, StatusRules rules, OwnState own,
			@Nullable String version, Clock clock, Duration timeout, CheckDescriptions descriptions) {
		this.checks = checks;
		this.critical = critical;
		this.rules = rules;
		this.own = own;
		this.version = version;
		this.clock = clock;
		this.timeout = timeout;
		this.descriptions = descriptions;
	}

	/**
	 * What a report waits for: the first results of its checks, for one time limit at
	 * most.
	 * @param readiness whether only what readiness depends on counts
	 * @return is done already, but for the first seconds
	 */
	public CompletableFuture<Void> known(boolean readiness) {
		CompletableFuture<?>[] unknown = select(readiness).stream()
			.map(Check::first)
			.filter((first) -> !first.isDone())
			.toArray(CompletableFuture<?>[]::new);
		if (unknown.length == 0 || !this.checks.isRunning()) {
			return CompletableFuture.completedFuture(null);
		}
		return CompletableFuture.allOf(unknown)
			.completeOnTimeout(null, this.timeout.toMillis() + 100, TimeUnit.MILLISECONDS);
	}

	/**
	 * Whether all is well.
	 */
	public HealthReport health() {
		Collection<Check> all = this.checks.all();
		Status status = this.rules.aggregate(null,
				Stream.concat(this.own.all(), all.stream().map(HealthReports::status)));
		return report(null, status, head(status, all));
	}

	/**
	 * Whether requests can be served.
	 */
	public HealthReport ready() {
		List<Check> selected = select(true);
		Collection<String> missing = missing();
		Status state = this.own.readiness();
		Status status = this.rules.aggregate(READINESS,
				Stream
					.of(Stream.of(state), selected.stream().map(this::readiness),
							missing.stream().map((name) -> Status.DOWN))
					.flatMap((stream) -> stream));
		Map<String, @Nullable Object> body = head(status, selected);
		if (this.rules.fails(READINESS, status)) {
			List<String> failing = Stream
				.of(Stream.of("readinessState").filter((name) -> this.rules.fails(READINESS, state)),
						selected.stream()
							.filter((check) -> this.rules.fails(READINESS, readiness(check)))
							.map(Check::name)
							.sorted(),
						missing.stream().sorted())
				.flatMap((stream) -> stream)
				.toList();
			body.put("failing", failing);
		}
		return report(READINESS, status, body);
	}

	/**
	 * Whether the process works, whatever is around it.
	 */
	public HealthReport live() {
		Status status = this.rules.aggregate(LIVENESS, Stream.concat(Stream.of(this.own.liveness()),
				this.checks.all().stream().filter(Check::isVital).map(HealthReports::status)));
		return report(LIVENESS, status, head(status, List.of()));
	}

	/**
	 * All that is known, for those who may know it.
	 */
	public HealthReport detailed() {
		List<Check> all = this.checks.all().stream().sorted(Comparator.comparing(Check::name)).toList();
		Status status = this.rules.aggregate(null,
				Stream.concat(this.own.all(), all.stream().map(HealthReports::status)));
		Map<String, @Nullable Object> body = head(status, all);
		body.put("summary", summary(all));
		body.put("uptimeSeconds", ManagementFactory.getRuntimeMXBean().getUptime() / 1000);
		body.put("readiness", this.own.readiness().getCode());
		body.put("liveness", this.own.liveness().getCode());
		Map<String, @Nullable Object> checks = new LinkedHashMap<>();
		all.forEach(
				(check) -> checks.put(check.name(), this.descriptions.of(check, this.critical.contains(check.name()))));
		body.put("checks", checks);
		return report(null, status, body);
	}

	private String summary(List<Check> all) {
		List<String> failing = all.stream()
			.filter((check) -> this.rules.fails(null, status(check)))
			.map((check) -> check.name() + (this.critical.contains(check.name()) ? " (critical)" : ""))
			.toList();
		String accepts = (this.own.readiness().equals(Status.UP)) ? "" : " The application does not accept traffic.";
		if (failing.isEmpty()) {
			return "All checks are well." + accepts;
		}
		return failing.size() + " of " + all.size() + " checks failed: " + String.join(", ", failing) + "." + accepts;
	}

	private List<Check> select(boolean readiness) {
		return this.checks.all()
			.stream()
			.filter((check) -> !readiness || this.critical.contains(check.name()))
			.toList();
	}

	private Collection<String> missing() {
		return this.critical.missing(this.checks::names);
	}

	/**
	 * A check without a result has not failed, but nothing may be built on it either.
	 */
	private static Status status(Check check) {
		CheckState state = check.state();
		return (state != null) ? state.status() : Status.OUT_OF_SERVICE;
	}

	/**
	 * What was well long ago may be so no more.
	 */
	private Status readiness(Check check) {
		Status status = status(check);
		return (check.isStale() && !this.rules.fails(READINESS, status)) ? Status.OUT_OF_SERVICE : status;
	}

	private Map<String, @Nullable Object> head(Status status, Collection<Check> checks) {
		Map<String, @Nullable Object> body = new LinkedHashMap<>();
		body.put("status", status.getCode());
		body.put("timestamp", this.clock.instant().toString());
		if (this.version != null) {
			body.put("version", this.version);
		}
		checks.stream()
			.map(Check::state)
			.filter((state) -> state != null)
			.map((state) -> state.last().age())
			.max(Comparator.naturalOrder())
			.ifPresent((age) -> body.put("ageSeconds", CheckDescriptions.seconds(age)));
		return body;
	}

	private HealthReport report(@Nullable String group, Status status, Map<String, @Nullable Object> body) {
		return new HealthReport(this.rules.code(group, status), body);
	}

}
