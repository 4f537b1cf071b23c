package dev.sightline.autoconfigure.dashboard;

import java.util.List;
import java.util.function.Predicate;

import dev.sightline.autoconfigure.condition.Signal;

/**
 * Panels that belong together, below a heading that folds them.
 *
 * @param title the heading
 * @param page where the docs tell of what the panels show: a path below the docs
 * @param signals the signals of which one has to be on, none if it is always shown
 * @param panels the panels
 */
record Row(String title, String page, List<Signal> signals, List<Panel> panels) {

	static Row of(String title, String page, List<Signal> signals, Panel... panels) {
		return new Row(title, page, signals, List.of(panels));
	}

	boolean shown(Predicate<Signal> on) {
		return (this.signals.isEmpty() || this.signals.stream().anyMatch(on))
				&& this.panels.stream().anyMatch((panel) -> panel.shown(on));
	}

}
