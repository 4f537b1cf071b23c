package dev.sightline.autoconfigure.metrics.classic;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import dev.sightline.autoconfigure.bounded.Guard;

/**
 * Adds classic families to a scrape. A family that is there already wins.
 */
public final class ClassicNames implements UnaryOperator<List<MetricSnapshot>> {

	private final Guard guard = new Guard(LoggerFactory.getLogger(ClassicNames.class),
			"A classic family was left out of a scrape: sightline.metrics.classic-names=false leaves out all."
					+ " This is told once.");

	private final List<ClassicFamily> families;

	ClassicNames(List<ClassicFamily> families) {
		this.families = families;
	}

	/**
	 * Create it with all families that there are.
	 */
	public static ClassicNames create() {
		return new ClassicNames(ClassicFamilies.all());
	}

	@Override
	public List<MetricSnapshot> apply(List<MetricSnapshot> scraped) {
		Map<String, MetricSnapshot> known = new LinkedHashMap<>();
		scraped.forEach((family) -> known.put(family.getMetadata().getPrometheusName(), family));
		Map<String, MetricSnapshot> all = new LinkedHashMap<>(known);
		for (ClassicFamily family : this.families) {
			MetricSnapshot source = known.get(family.source());
			boolean more = family.name().equals(family.source()) || !known.containsKey(family.name());
			MetricSnapshot classic = (source != null && more) ? make(() -> family.of(source)) : null;
			if (classic != null) {
				all.put(family.name(), classic);
			}
		}
		for (Function<Map<String, MetricSnapshot>, @Nullable MetricSnapshot> maker : Shares.ALL) {
			MetricSnapshot share = make(() -> maker.apply(known));
			if (share != null) {
				all.putIfAbsent(share.getMetadata().getPrometheusName(), share);
			}
		}
		return new ArrayList<>(all.values());
	}

	private @Nullable MetricSnapshot make(Supplier<@Nullable MetricSnapshot> maker) {
		try {
			return maker.get();
		}
		catch (RuntimeException ex) {
			// A tag of the application may have the name of a classic label.
			this.guard.tell(ex);
			return null;
		}
	}

}
