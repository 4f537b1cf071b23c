package dev.sightline.autoconfigure.tracing.export;

import java.util.ArrayList;
import java.util.List;

import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.sdk.trace.data.DelegatingSpanData;
import io.opentelemetry.sdk.trace.data.EventData;
import io.opentelemetry.sdk.trace.data.LinkData;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.data.StatusData;

import dev.sightline.autoconfigure.redaction.Redactor;

/**
 * A span whose name, attributes, events, links and status have no secrets. Everything
 * else is that of the span.
 */
final class RedactedSpan extends DelegatingSpanData {

	private final String name;

	private final Attributes attributes;

	private final List<EventData> events;

	private final List<LinkData> links;

	private final StatusData status;

	private RedactedSpan(SpanData span, String name, Attributes attributes, List<EventData> events,
			List<LinkData> links, StatusData status) {
		super(span);
		this.name = name;
		this.attributes = attributes;
		this.events = events;
		this.links = links;
		this.status = status;
	}

	/**
	 * A view of a span without secrets.
	 * @return the span itself if it has none
	 */
	static SpanData of(SpanData span, Redactor redactor) {
		String name = redactor.redact(span.getName());
		Attributes attributes = RedactedAttributes.of(span.getAttributes(), redactor);
		List<EventData> events = events(span.getEvents(), redactor);
		List<LinkData> links = links(span.getLinks(), redactor);
		StatusData status = status(span.getStatus(), redactor);
		if (name.equals(span.getName()) && attributes == span.getAttributes() && events == span.getEvents()
				&& links == span.getLinks() && status == span.getStatus()) {
			return span;
		}
		return new RedactedSpan(span, name, attributes, events, links, status);
	}

	private static StatusData status(StatusData status, Redactor redactor) {
		String description = redactor.redact(status.getDescription());
		return description.equals(status.getDescription()) ? status
				: StatusData.create(status.getStatusCode(), description);
	}

	private static List<EventData> events(List<EventData> events, Redactor redactor) {
		List<EventData> redacted = new ArrayList<>(events.size());
		boolean changed = false;
		for (EventData event : events) {
			String name = redactor.redact(event.getName());
			Attributes attributes = RedactedAttributes.of(event.getAttributes(), redactor);
			if (name.equals(event.getName()) && attributes == event.getAttributes()) {
				redacted.add(event);
			}
			else {
				changed = true;
				redacted.add(EventData.create(event.getEpochNanos(), name, attributes, event.getTotalAttributeCount()));
			}
		}
		return changed ? redacted : events;
	}

	private static List<LinkData> links(List<LinkData> links, Redactor redactor) {
		List<LinkData> redacted = new ArrayList<>(links.size());
		boolean changed = false;
		for (LinkData link : links) {
			Attributes attributes = RedactedAttributes.of(link.getAttributes(), redactor);
			if (attributes == link.getAttributes()) {
				redacted.add(link);
			}
			else {
				changed = true;
				redacted.add(LinkData.create(link.getSpanContext(), attributes, link.getTotalAttributeCount()));
			}
		}
		return changed ? redacted : links;
	}

	@Override
	public String getName() {
		return this.name;
	}

	@Override
	public Attributes getAttributes() {
		return this.attributes;
	}

	@Override
	public List<EventData> getEvents() {
		return this.events;
	}

	@Override
	public List<LinkData> getLinks() {
		return this.links;
	}

	@Override
	public StatusData getStatus() {
		return this.status;
	}

}
