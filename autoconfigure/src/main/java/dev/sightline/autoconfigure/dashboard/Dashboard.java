package dev.sightline.autoconfigure.dashboard;

import java.util.List;
import java.util.function.Predicate;

import dev.sightline.autoconfigure.condition.Signal;

/**
 * A dashboard with all that it can show, whatever signals are on.
 *
 * @param name the name in URLs and of files, and with {@code sightline-} before it the
 * uid
 * @param title what the reader sees
 * @param description one sentence on what it is for
 * @param variables the variables besides the data source, the application and the
 * instance
 * @param rows the rows
 */
record Dashboard(String name, String title, String description, List<Variable> variables, List<Row> rows) {

	static Dashboard of(String name, String title, String description, List<Variable> variables, Row... rows) {
		return new Dashboard(name, title, description, variables, List.of(rows));
	}

	boolean shown(Predicate<Signal> on) {
		return this.rows.stream().anyMatch((row) -> row.shown(on));
	}

	String uid() {
		return "sightline-" + this.name;
	}

}
