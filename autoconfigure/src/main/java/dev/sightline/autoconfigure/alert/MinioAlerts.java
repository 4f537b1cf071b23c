package dev.sightline.autoconfigure.alert;

import java.util.List;

/**
 * Alerts about MinIO, from its own metrics of a cluster. It calls a single server a
 * cluster too.
 */
final class MinioAlerts {

	private static final AlertGroup GROUP = AlertGroup.of(Exporter.MINIO);

	private static final String DISK = """
			1 - min by (job) (minio_cluster_capacity_usable_free_bytes{})
			  / min by (job) (minio_cluster_capacity_usable_total_bytes{} > 0) > ${limit}
			""";

	private MinioAlerts() {
	}

	static List<AlertDefinition> all() {
		return List.of(
				GROUP.critical("MinioDown")
					.minutes(2)
					.when("""
							max by (job) (up{job=~"(.+[-_/])?minio"}) == 0
							or min by (job) (minio_cluster_health_status{}) == 0
							""")
					.says("MinIO can not be written to",
							"{{ $labels.job }} can not be scraped, or has too few drives left to take objects."),
				GROUP.high("MinioNodesOffline").minutes(5).when("""
						max by (job) (minio_cluster_nodes_offline_total{}) > 0
						""").says("A server of MinIO is away", "{{ $value }} servers of {{ $labels.job }} are away."),
				GROUP.high("MinioDrivesOffline").minutes(5).when("""
						max by (job) (minio_cluster_drive_offline_total{}) > 0
						""").says("A drive of MinIO is away", "{{ $value }} drives of {{ $labels.job }} are away."),
				GROUP.warning("MinioSpaceLow")
					.limit(0.85, Unit.RATIO)
					.minutes(5)
					.when(DISK)
					.says("MinIO is filling",
							"{{ $value | humanizePercentage }} of the room of {{ $labels.job }} is taken."),
				GROUP.critical("MinioSpaceCritical")
					.limit(0.95, Unit.RATIO)
					.minutes(2)
					.when(DISK)
					.says("MinIO is nearly full",
							"{{ $value | humanizePercentage }} of the room of {{ $labels.job }} is taken."),
				GROUP.high("MinioErrors")
					.limit(0.05, Unit.RATIO)
					.minutes(5)
					.when("""
							sum by (job) (rate(minio_s3_requests_5xx_errors_total{}[5m]))
							  / sum by (job) (rate(minio_s3_requests_total{}[5m])) > ${limit}
							and sum by (job) (increase(minio_s3_requests_5xx_errors_total{}[5m])) >= 5
							""")
					.says("More than ${limit} of the requests to MinIO fail",
							"{{ $value | humanizePercentage }} of the requests to {{ $labels.job }} are answered with 5xx."));
	}

}
