package dev.sightline.autoconfigure.export;

import java.util.EnumSet;
import java.util.List;

import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ExportMeters} and {@link ExportCounts}.
 */
class ExportMetersTests {

	private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	private final ExportCounts counts = new ExportCounts("traces", "otlp",
			EnumSet.of(LossReason.SHUTDOWN, LossReason.TIMEOUT));

	@Test
	void shouldShowWhatBecameOfEverything() {
		for (int i = 0; i < 100; i++) {
			this.counts.offer();
		}
		long before = System.currentTimeMillis() / 1000;
		this.counts.send(50);
		this.counts.drop(20);
		this.counts.lose(LossReason.SHUTDOWN, 10);
		this.counts.lose(LossReason.TIMEOUT, 8);
		this.counts.lose(LossReason.THROTTLED, 2);
		new ExportMeters(List.of(this.counts, new ExportCounts("logs", "app"))).bindTo(this.registry);
		String of = "{destination=\"otlp\",signal=\"traces\"}";
		assertThat(this.registry.scrape().lines()).contains("sightline_export_offered_total" + of + " 100.0",
				"sightline_export_sent_total" + of + " 50.0", "sightline_export_queue_size" + of + " 10.0",
				lost("dropped", "queue_full", 20), lost("dropped", "shutdown", 10), lost("failed", "timeout", 8),
				lost("failed", "error", 2),
				"sightline_export_last_success_time_seconds{destination=\"app\",signal=\"logs\"} NaN");
		assertThat(this.registry.get("sightline.export.last.success.time").tag("signal", "traces").gauge().value())
			.isBetween((double) before, before + 60.0);
		assertThat(this.counts.offered())
			.isEqualTo(this.counts.sent() + this.counts.dropped() + this.counts.failed() + this.counts.queued());
	}

	private static String lost(String how, String reason, int count) {
		return "sightline_export_" + how + "_total{destination=\"otlp\",reason=\"" + reason + "\",signal=\"traces\"} "
				+ count + ".0";
	}

}
