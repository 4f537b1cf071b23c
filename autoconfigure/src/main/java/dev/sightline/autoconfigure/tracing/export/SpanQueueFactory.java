package dev.sightline.autoconfigure.tracing.export;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

import io.micrometer.tracing.exporter.SpanExportingPredicate;
import io.micrometer.tracing.exporter.SpanFilter;
import io.micrometer.tracing.exporter.SpanReporter;
import io.micrometer.tracing.otel.bridge.CompositeSpanExporter;
import io.opentelemetry.sdk.trace.export.SpanExporter;

import dev.sightline.autoconfigure.export.ExportCounts;
import dev.sightline.autoconfigure.export.LossReason;
import dev.sightline.autoconfigure.redaction.Redactor;

/**
 * Makes a queue for each exporter.
 *
 * @param predicates the user's, which see what is not redacted yet
 * @param reporters the user's, each told of a span once
 * @param filters the user's
 * @param redactor takes secrets out of what is sent
 * @param settings the settings of each queue
 */
record SpanQueueFactory(List<SpanExportingPredicate> predicates, List<SpanReporter> reporters, List<SpanFilter> filters,
		Redactor redactor, SpanQueueSettings settings) {

	private static final String ENDPOINT = "management.opentelemetry.tracing.export.otlp.endpoint";

	private static final String SUFFIX = "SpanExporter";

	private static final Set<LossReason> REASONS = EnumSet.complementOf(EnumSet.of(LossReason.RATE_LIMITED));

	/**
	 * Make the queues.
	 * @param exporters where spans go
	 * @param receivers where they go too, by the name of the destination
	 */
	SpanQueues create(List<SpanExporter> exporters, Map<String, SpanExporter> receivers) {
		List<SpanQueue> queues = new ArrayList<>();
		Set<String> names = new HashSet<>();
		for (SpanExporter exporter : exporters) {
			// There is none ahead of time, as long as nobody names an endpoint.
			if (exporter != SpanExporter.composite()) {
				String name = name(exporter, names);
				queues.add(queue(exporter, name,
						name.startsWith("otlp") ? ENDPOINT : "the settings of " + exporter.getClass().getName(),
						queues.isEmpty()));
			}
		}
		receivers.forEach((receiver, exporter) -> queues.add(queue(exporter, unique(receiver, names),
				"sightline.tracing.receivers." + receiver + ".*", queues.isEmpty())));
		if (queues.isEmpty() && !this.reporters.isEmpty()) {
			queues.add(queue(SpanExporter.composite(), "reporters", "", true));
		}
		return new SpanQueues(queues);
	}

	private SpanQueue queue(SpanExporter exporter, String name, String settings, boolean first) {
		ExportCounts counts = new ExportCounts("traces", name, REASONS);
		DeliveryNotice notice = new DeliveryNotice(counts, settings);
		SpanSender sender = new SpanSender(chain(new RedactingSpanExporter(exporter, this.redactor), first), counts,
				notice, this.settings.timeout());
		return new SpanQueue(sender, this.settings);
	}

	/**
	 * What the user's hooks add has to be redacted too, so they come before.
	 */
	private SpanExporter chain(SpanExporter exporter, boolean first) {
		List<SpanReporter> reporters = first ? this.reporters : List.of();
		if (this.predicates.isEmpty() && this.filters.isEmpty() && reporters.isEmpty()) {
			return exporter;
		}
		return new CompositeSpanExporter(List.of(exporter), this.predicates, reporters, this.filters);
	}

	private static String name(SpanExporter exporter, Set<String> names) {
		String type = exporter.getClass().getSimpleName();
		String name = "custom";
		if (type.startsWith("Otlp")) {
			name = "otlp";
		}
		else if (type.matches("[A-Za-z0-9]+" + SUFFIX)) {
			name = type.substring(0, type.length() - SUFFIX.length()).toLowerCase(Locale.ROOT);
		}
		return unique(name, names);
	}

	private static String unique(String name, Set<String> names) {
		String unique = name;
		for (int i = 2; !names.add(unique); i++) {
			unique = name + "-" + i;
		}
		return unique;
	}

}
