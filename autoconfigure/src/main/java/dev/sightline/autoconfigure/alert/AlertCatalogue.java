package dev.sightline.autoconfigure.alert;

import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

/**
 * All alerts that there are.
 */
final class AlertCatalogue {

	private AlertCatalogue() {
	}

	/**
	 * The alerts, in the order of the file.
	 * @return their definitions
	 */
	static List<AlertDefinition> all() {
		return Stream
			.of(ServiceAlerts.all(), HttpAlerts.all(), ChannelAlerts.all(), DatabaseAlerts.all(), StoreAlerts.all(),
					ModelAlerts.all(), ModelCostAlerts.all(), SecurityAlerts.all(), HealthAlerts.all(),
					SystemAlerts.all(), ExportAlerts.all(), NodeAlerts.all(), ContainerAlerts.all(),
					PostgresAlerts.all(), RedisServerAlerts.all(), MinioAlerts.all())
			.flatMap(List::stream)
			.toList();
	}

	/**
	 * Find an alert.
	 * @param key its name or key in any of their forms
	 * @return the alert, {@code null} if there is none
	 */
	static @Nullable AlertDefinition find(String key) {
		String wanted = uniform(key);
		return all().stream()
			.filter((definition) -> uniform(definition.name()).equals(wanted))
			.findFirst()
			.orElse(null);
	}

	/**
	 * A name without what its forms differ in: {@code HighErrorRate},
	 * {@code high-error-rate} and, in a variable, {@code HIGHERRORRATE}.
	 */
	static String uniform(String name) {
		return name.replaceAll("[^A-Za-z0-9]", "").toLowerCase(Locale.ROOT);
	}

}
