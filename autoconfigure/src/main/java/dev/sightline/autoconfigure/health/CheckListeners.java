package dev.sightline.autoconfigure.health;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;

import org.slf4j.LoggerFactory;

import org.springframework.boot.health.contributor.Status;

import dev.sightline.autoconfigure.bounded.Guard;

/**
 * Tells several listeners, none of which can stop the checks.
 */
final class CheckListeners implements CheckListener {

	private final List<CheckListener> all;

	private final Guard guard = new Guard(LoggerFactory.getLogger(CheckListeners.class),
			"A health check was not fully measured or told of. This is told once.");

	CheckListeners(List<CheckListener> all) {
		this.all = all;
	}

	@Override
	public void added(Check check) {
		each((listener) -> listener.added(check));
	}

	@Override
	public void removed(String name) {
		each((listener) -> listener.removed(name));
	}

	@Override
	public void measured(String name, Duration duration) {
		each((listener) -> listener.measured(name, duration));
	}

	@Override
	public void changed(String name, Status before, CheckState after) {
		each((listener) -> listener.changed(name, before, after));
	}

	private void each(Consumer<CheckListener> call) {
		this.all.forEach((listener) -> this.guard.run(() -> call.accept(listener)));
	}

}
