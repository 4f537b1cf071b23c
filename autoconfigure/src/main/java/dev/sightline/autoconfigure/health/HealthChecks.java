package dev.sightline.autoconfigure.health;

import java.time.Clock;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import org.springframework.boot.health.contributor.Status;
import org.springframework.context.SmartLifecycle;

import dev.sightline.autoconfigure.bounded.Guard;

/**
 * All checks, which run in the background from the start of the application to its end.
 */
final class HealthChecks implements SmartLifecycle {

	/**
	 * Just before the web server starts, and after it stopped.
	 */
	static final int PHASE = SmartLifecycle.DEFAULT_PHASE - 3072;

	private final Contributors contributors;

	private final CriticalChecks critical;

	private final Predicate<Status> fails;

	private final CheckListener listener;

	private final Clock clock;

	private final Map<String, Check> checks = new ConcurrentHashMap<>();

	private final Guard guard = new Guard(LoggerFactory.getLogger(HealthChecks.class),
			"Health checks were not found or run as they should. This is told once.");

	private volatile Set<String> composites = Set.of();

	private volatile @Nullable CheckLoop loop;

	HealthChecks(Contributors contributors, CriticalChecks critical, Predicate<Status> fails, CheckListener listener,
			Clock clock) {
		this.contributors = contributors;
		this.critical = critical;
		this.fails = fails;
		this.listener = listener;
		this.clock = clock;
	}

	/**
	 * All checks that there are now.
	 */
	Collection<Check> all() {
		return this.checks.values();
	}

	/**
	 * The names that there are, also those of composites that have no part yet.
	 */
	Set<String> names() {
		Set<String> names = new HashSet<>(this.checks.keySet());
		names.addAll(this.composites);
		return names;
	}

	@Override
	public void start() {
		this.checks.values().forEach(Check::remove);
		this.checks.clear();
		Contributors.Found found = find();
		if (found != null) {
			apply(found);
		}
		CheckLoop loop = new CheckLoop(this, this.guard);
		this.loop = loop;
		loop.start();
	}

	@Override
	public void stop() {
		CheckLoop loop = this.loop;
		this.loop = null;
		if (loop != null) {
			loop.stop();
		}
	}

	@Override
	public boolean isRunning() {
		return this.loop != null;
	}

	@Override
	public int getPhase() {
		return PHASE;
	}

	/**
	 * Look for all there is to check.
	 * @return what there is, {@code null} if that failed
	 */
	Contributors.@Nullable Found find() {
		try {
			return this.contributors.find();
		}
		catch (RuntimeException ex) {
			this.guard.tell(ex);
		}
		catch (Error ex) {
			// Contributors are code of the application.
			this.guard.tell(new IllegalStateException(ex));
		}
		return null;
	}

	boolean isCritical(Check check) {
		return this.critical.contains(check.name());
	}

	/**
	 * Check what was found, and nothing else.
	 */
	void apply(Contributors.Found found) {
		this.composites = found.composites();
		this.checks.values().removeIf((check) -> {
			boolean gone = !found.indicators().containsKey(check.name());
			if (gone) {
				check.remove();
			}
			return gone;
		});
		found.indicators().forEach((name, indicator) -> {
			Check check = this.checks.get(name);
			if (check != null) {
				check.replace(indicator);
			}
			else {
				this.checks.put(name, new Check(name, indicator, this.clock, this.fails, this.listener));
			}
		});
	}

}
