package dev.sightline.autoconfigure.alert;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

import dev.sightline.autoconfigure.condition.PresentSignals;
import dev.sightline.autoconfigure.condition.Signal;

/**
 * A standard exporter, whose metrics tell of what this application runs on.
 */
enum Exporter {

	/**
	 * Prometheus' node_exporter.
	 */
	NODE((present) -> true),

	/**
	 * The cAdvisor of Google and of each kubelet.
	 */
	CONTAINER((present) -> true),

	/**
	 * The postgres_exporter of prometheus-community.
	 */
	POSTGRES((present) -> present.has(Signal.JDBC) && present.hasClass("org.postgresql.Driver")
			|| present.has(Signal.R2DBC) && present.hasClass("io.r2dbc.postgresql.PostgresqlConnectionFactory")),

	/**
	 * The redis_exporter of oliver006.
	 */
	REDIS((present) -> present.has(Signal.REDIS)),

	/**
	 * MinIO itself, by version 2 of its metrics.
	 */
	MINIO((present) -> present.has(Signal.STORAGE));

	private final Predicate<PresentSignals> use;

	Exporter(Predicate<PresentSignals> use) {
		this.use = use;
	}

	/**
	 * Whether this application uses what the exporter tells of.
	 */
	boolean isOfUse(PresentSignals present) {
		return this.use.test(present);
	}

	/**
	 * The value of the label {@code signal}, and the name of the group.
	 */
	String label() {
		return List.of(REDIS, POSTGRES).contains(this) ? name().toLowerCase(Locale.ROOT) + "-server"
				: name().toLowerCase(Locale.ROOT);
	}

}
