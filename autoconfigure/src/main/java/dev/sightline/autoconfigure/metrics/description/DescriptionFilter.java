package dev.sightline.autoconfigure.metrics.description;

import java.util.Locale;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;

/**
 * Describes meters that are registered without a description, as the timers of all
 * observations are. Registries ask it for series that they do not know.
 */
class DescriptionFilter implements MeterFilter {

	@Override
	public Meter.Id map(Meter.Id id) {
		String description = id.getDescription();
		// A copy would forget for which meter a synthetic one stands.
		if (description != null && !description.isBlank() || id.syntheticAssociation() != null) {
			return id;
		}
		return new Meter.Id(id.getName(), Tags.of(id.getTagsAsIterable()), id.getBaseUnit(), describe(id),
				id.getType());
	}

	private static String describe(Meter.Id id) {
		String known = Descriptions.KNOWN.get(id.getName());
		return (known != null) ? known : "The " + id.getType().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " '"
				+ id.getName() + "', which has no description";
	}

}
