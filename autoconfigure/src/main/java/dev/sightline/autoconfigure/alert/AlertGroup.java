package dev.sightline.autoconfigure.alert;

import java.util.function.Predicate;

import dev.sightline.autoconfigure.condition.PresentSignals;
import dev.sightline.autoconfigure.condition.Signal;

/**
 * Alerts that tell of one thing.
 *
 * @param name the name, which is the value of the label {@code signal} too
 * @param exporter whether they are about series of an exporter
 * @param needs whether the application has what they are about
 */
record AlertGroup(String name, boolean exporter, Predicate<PresentSignals> needs) {

	static AlertGroup of(Signal signal) {
		return new AlertGroup(signal.getName(), false, (present) -> present.has(signal));
	}

	static AlertGroup of(Exporter exporter) {
		return new AlertGroup(exporter.label(), true, exporter::isOfUse);
	}

	AlertDefinition.Builder critical(String name) {
		return new AlertDefinition.Builder(name, this, Severity.CRITICAL);
	}

	AlertDefinition.Builder high(String name) {
		return new AlertDefinition.Builder(name, this, Severity.HIGH);
	}

	AlertDefinition.Builder warning(String name) {
		return new AlertDefinition.Builder(name, this, Severity.WARNING);
	}

	AlertDefinition.Builder info(String name) {
		return new AlertDefinition.Builder(name, this, Severity.INFO);
	}

}
