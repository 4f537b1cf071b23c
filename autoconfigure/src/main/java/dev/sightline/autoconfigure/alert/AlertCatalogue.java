package dev.sightline.autoconfigure.alert;

import java.util.List;
import java.util.stream.Stream;

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
					PostgresAlerts.all(), RedisServerAlerts.all())
			.flatMap(List::stream)
			.toList();
	}

}
