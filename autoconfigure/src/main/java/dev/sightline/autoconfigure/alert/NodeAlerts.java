package dev.sightline.autoconfigure.alert;

import java.util.List;

/**
 * Alerts about machines, from the node exporter.
 */
final class NodeAlerts {

	private static final AlertGroup GROUP = AlertGroup.of(Exporter.NODE);

	private static final String DISK = """
			1 - node_filesystem_avail_bytes{fstype!~"tmpfs|overlay|squashfs|ramfs"} / node_filesystem_size_bytes{fstype!~"tmpfs|overlay|squashfs|ramfs"} > ${limit}
			""";

	private NodeAlerts() {
	}

	static List<AlertDefinition> all() {
		return List.of(GROUP.high("NodeDown")
			.minutes(2)
			.when("""
					up{job=~"(.+[-_/])?node([-_]exporter)?"} == 0
					""")
			.says("A machine does not answer", "The node exporter at {{ $labels.instance }} can not be scraped."),
				GROUP.warning("HighNodeCpu")
					.limit(0.8, Unit.RATIO)
					.minutes(10)
					.when("""
							1 - avg by (job, instance) (rate(node_cpu_seconds_total{mode="idle"}[5m])) > ${limit}
							""")
					.says("A machine is short of CPU",
							"The cores of {{ $labels.instance }} are busy for {{ $value | humanizePercentage }} of the time."),
				GROUP.warning("HighNodeMemory")
					.limit(0.85, Unit.RATIO)
					.minutes(5)
					.when("""
							1 - node_memory_MemAvailable_bytes{} / node_memory_MemTotal_bytes{} > ${limit}
							""")
					.says("A machine is short of memory",
							"{{ $value | humanizePercentage }} of the memory of {{ $labels.instance }} is in use."),
				GROUP.warning("NodeDiskSpaceLow")
					.limit(0.85, Unit.RATIO)
					.minutes(5)
					.when(DISK)
					.says("A disk of a machine is filling",
							"{{ $value | humanizePercentage }} of {{ $labels.mountpoint }} on {{ $labels.instance }} is in use."),
				GROUP.critical("NodeDiskSpaceCritical")
					.limit(0.95, Unit.RATIO)
					.minutes(2)
					.when(DISK)
					.says("A disk of a machine is nearly full",
							"{{ $value | humanizePercentage }} of {{ $labels.mountpoint }} on {{ $labels.instance }} is in use."),
				GROUP.warning("NodeInodesLow")
					.limit(0.9, Unit.RATIO)
					.minutes(5)
					.when("""
							1 - node_filesystem_files_free{fstype!~"tmpfs|overlay|squashfs|ramfs"} / node_filesystem_files{fstype!~"tmpfs|overlay|squashfs|ramfs"} > ${limit}
							""")
					.says("A disk of a machine has hardly an inode left",
							"{{ $value | humanizePercentage }} of the inodes of {{ $labels.mountpoint }} on {{ $labels.instance }} are in use."));
	}

}
