package dev.sightline.autoconfigure.alert;

import java.util.List;

/**
 * Alerts about containers, from cAdvisor.
 */
final class ContainerAlerts {

	private static final AlertGroup GROUP = AlertGroup.of(Exporter.CONTAINER);

	private ContainerAlerts() {
	}

	static List<AlertDefinition> all() {
		return List.of(
				GROUP.warning("ContainerHighCpu")
					.limit(0.8, Unit.RATIO)
					.minutes(10)
					.when("""
							sum by (job, instance, namespace, pod, name) (rate(container_cpu_usage_seconds_total{name!=""}[5m]))
							  / sum by (job, instance, namespace, pod, name) (container_spec_cpu_quota{name!=""} / container_spec_cpu_period{name!=""})
							  > ${limit}
							""")
					.says("A container is short of CPU",
							"{{ $labels.name }} uses {{ $value | humanizePercentage }} of the CPU that it may."),
				GROUP.warning("ContainerHighMemory")
					.limit(0.9, Unit.RATIO)
					.minutes(5)
					.when("""
							container_memory_working_set_bytes{name!=""} / (container_spec_memory_limit_bytes{name!=""} > 0) > ${limit}
							""")
					.says("A container is short of memory",
							"{{ $labels.name }} uses {{ $value | humanizePercentage }} of the memory that it may."),
				GROUP.warning("ContainerThrottled")
					.limit(0.25, Unit.RATIO)
					.minutes(10)
					.when("""
							rate(container_cpu_cfs_throttled_periods_total{name!=""}[5m])
							  / rate(container_cpu_cfs_periods_total{name!=""}[5m]) > ${limit}
							""")
					.says("A container is throttled",
							"{{ $labels.name }} is throttled in {{ $value | humanizePercentage }} of the periods of its CPU."),
				// On Kubernetes each start is a container of another name.
				GROUP.high("ContainerRestartLoop")
					.limit(2, Unit.COUNT)
					.when("""
							changes(container_start_time_seconds{name!="", pod=""}[30m]) > ${limit}
							or changes((
							  max by (job, instance, namespace, pod, container) (container_start_time_seconds{pod!="", container!=""})
							)[30m:30s]) > ${limit}
							""")
					.says("A container restarts again and again",
							"{{ $labels.name }}{{ $labels.pod }} was started {{ $value }} times in 30 minutes."));
	}

}
