package dev.sightline.autoconfigure.sentry;

import java.util.List;
import java.util.Map;

import io.sentry.AsyncHttpTransportFactory;
import io.sentry.ITransportFactory;
import io.sentry.NoOpTransportFactory;
import io.sentry.Sentry;
import io.sentry.SentryOptions;
import io.sentry.spring7.SentryUserProvider;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.info.GitProperties;
import org.springframework.core.env.Environment;

import dev.sightline.autoconfigure.export.ExportCounts;
import dev.sightline.autoconfigure.redaction.Redactor;
import dev.sightline.autoconfigure.spans.Spans;

/**
 * Puts our parts around those that Sentry and the application brought.
 */
class ReportOptions implements Sentry.OptionsConfiguration<SentryOptions> {

	/**
	 * The name of OpenTelemetry's conventions for the commit of a build.
	 */
	private static final String COMMIT = "vcs.ref.head.revision";

	private final SentryReportProperties properties;

	private final SentryReports reports;

	private final Observations observations;

	private final Redactor redactor;

	private final BeanFactory beans;

	private final ObjectProvider<SentryUserProvider> users;

	ReportOptions(SentryReportProperties properties, SentryReports reports, Observations observations,
			Redactor redactor, BeanFactory beans) {
		this.properties = properties;
		this.reports = reports;
		this.observations = observations;
		this.redactor = redactor;
		this.beans = beans;
		this.users = beans.getBeanProvider(SentryUserProvider.class);
	}

	@Override
	public void configure(SentryOptions options) {
		this.reports.use(options);
		ExportCounts counts = this.reports.counts();
		this.beans.getBeanProvider(GitProperties.class).ifAvailable((git) -> tag(options, COMMIT, git.getCommitId()));
		keyValues().forEach((key, value) -> tag(options, key, value));
		EventCaps caps = new EventCaps(this.properties.getMaxEventsPerSecond(), this.properties.getMaxEventsPerKind());
		options.getEventProcessors()
			.add(0, new EventGate(this.reports.seen(), this.reports.expected(), caps, options.isEnableDeduplication(),
					counts));
		// Ours is asked first, and Sentry's does not end for causes that are a cycle.
		options.setEnableDeduplication(false);
		TraceIds.Finder traces = TraceIds.finder(this.beans);
		options.setSpanFactory(new LinkedSpanFactory(options.getSpanFactory(), traces));
		options.addEventProcessor(new EventLinker(this.observations, traces,
				List.of(new RequestDetail(), new UserDetail(options, () -> this.users.orderedStream().toList()),
						new TagDetail(this.redactor), new TrailDetail(options, this.reports, traces),
						new ModelCall())));
		options.setBeforeSend(new LastWord(options.getBeforeSend(), this.reports, this.observations,
				Spans.of(this.beans), this.properties.isEventIdInAnswer(), counts));
		options.setSerializer(new RedactingSerializer(options.getSerializer(), options, this.redactor));
		options.setTransportFactory(CountingTransport.factory(transport(options), counts));
	}

	/**
	 * Those that Spring Boot adds to each observation when it is over, which is too late.
	 */
	private Map<String, String> keyValues() {
		return Binder.get(this.beans.getBean(Environment.class))
			.bind("management.observations.key-values", Bindable.mapOf(String.class, String.class))
			.orElse(Map.of());
	}

	private static void tag(SentryOptions options, String key, @Nullable String value) {
		if (value != null && !options.getTags().containsKey(key)) {
			options.setTag(key, value);
		}
	}

	private static ITransportFactory transport(SentryOptions options) {
		ITransportFactory factory = options.getTransportFactory();
		return (factory instanceof NoOpTransportFactory) ? new AsyncHttpTransportFactory() : factory;
	}

}
