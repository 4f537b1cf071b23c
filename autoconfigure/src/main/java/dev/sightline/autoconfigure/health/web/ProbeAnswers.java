package dev.sightline.autoconfigure.health.web;

import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.health.HealthReports;

/**
 * Answers probes, whatever the server.
 */
final class ProbeAnswers {

	private final ProbePaths paths;

	private final HealthReports reports;

	private final Access access;

	private final @Nullable HealthSeries series;

	ProbeAnswers(ProbePaths paths, HealthReports reports, Access access, @Nullable HealthSeries series) {
		this.paths = (series != null) ? paths : paths.without(Probe.METRICS);
		this.reports = reports;
		this.access = access;
		this.series = series;
	}

	/**
	 * Where probes are answered.
	 */
	ProbePaths paths() {
		return this.paths;
	}

	/**
	 * Who may ask.
	 */
	Access access() {
		return this.access;
	}

	/**
	 * What the answer waits for, which is nothing but for the first seconds.
	 */
	CompletableFuture<Void> known(Probe probe) {
		return switch (probe) {
			case HEALTH, DETAILED -> this.reports.known(false);
			case READY -> this.reports.known(true);
			case LIVE, METRICS -> CompletableFuture.completedFuture(null);
		};
	}

	/**
	 * Answer someone who may ask.
	 * @param accept the formats that are asked for
	 */
	Answer answer(Probe probe, @Nullable String accept) {
		return switch (probe) {
			case HEALTH -> Answer.of(this.reports.health());
			case LIVE -> Answer.of(this.reports.live());
			case READY -> Answer.of(this.reports.ready());
			case DETAILED -> Answer.of(this.reports.detailed());
			case METRICS -> (this.series != null) ? this.series.scrape(accept) : Answer.forbidden();
		};
	}

}
