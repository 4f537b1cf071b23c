package dev.sightline.autoconfigure.alert;

import java.util.List;

import dev.sightline.autoconfigure.condition.Signal;

/**
 * Alerts about WebSocket connections, uploads and object storage.
 */
final class ChannelAlerts {

	private static final AlertGroup WEBSOCKET = AlertGroup.of(Signal.WEBSOCKET);

	private static final AlertGroup UPLOAD = AlertGroup.of(Signal.UPLOAD);

	private static final AlertGroup STORAGE = AlertGroup.of(Signal.STORAGE);

	private ChannelAlerts() {
	}

	static List<AlertDefinition> all() {
		return List.of(
				WEBSOCKET.high("WebSocketFailures")
					.limit(0.1, Unit.RATIO)
					.minutes(5)
					.when("""
							sum by (${by}, uri) (rate(websocket_handshakes_total{${app}, outcome="failure"}[5m]))
							  / sum by (${by}, uri) (rate(websocket_handshakes_total{${app}}[5m]))
							  > ${limit}
							and sum by (${by}, uri) (increase(websocket_handshakes_total{${app}, outcome="failure"}[5m])) >= 5
							""")
					.says("More than ${limit} of the WebSocket handshakes of ${service} fail",
							"{{ $value | humanizePercentage }} of the handshakes of {{ $labels.uri }} fail."),
				WEBSOCKET.warning("WebSocketServerErrors")
					.limit(0.1, Unit.RATIO)
					.minutes(10)
					.when("""
							sum by (${by}, uri) (rate(websocket_closes_total{${app}, code="1011"}[5m]))
							  / sum by (${by}, uri) (rate(websocket_closes_total{${app}}[5m]))
							  > ${limit}
							and sum by (${by}, uri) (increase(websocket_closes_total{${app}, code="1011"}[5m])) >= 5
							""")
					.says("Handlers of WebSocket messages of ${service} fail",
							"{{ $value | humanizePercentage }} of the connections of {{ $labels.uri }} end because the handler failed."),
				UPLOAD.warning("UploadsRejected")
					.limit(0.1, Unit.COUNT)
					.minutes(10)
					.when("""
							sum by (${by}, reason) (rate(file_uploads_rejected_total{${app}, reason!~"aborted|other"}[5m])) > ${limit}
							""")
					.says("${service} rejects more than ${limit} uploads a second",
							"{{ $value | humanize }} uploads a second are rejected: {{ $labels.reason }}."),
				UPLOAD.high("UploadsFailing")
					.limit(0.05, Unit.COUNT)
					.minutes(5)
					.when("""
							sum by (${by}) (rate(file_uploads_rejected_total{${app}, reason="other"}[5m])) > ${limit}
							""")
					.says("${service} can not take uploads",
							"{{ $value | humanize }} uploads a second fail for a reason of the server, such as a full disk."),
				STORAGE.high("StorageErrors")
					.limit(0.05, Unit.RATIO)
					.minutes(5)
					.when("""
							sum by (${by}, storage_system) (rate(storage_operation_seconds_count{${app}, outcome=~"SERVER_ERROR|UNKNOWN"}[5m]))
							  / sum by (${by}, storage_system) (rate(storage_operation_seconds_count{${app}}[5m]))
							  > ${limit}
							and sum by (${by}, storage_system) (increase(storage_operation_seconds_count{${app}, outcome=~"SERVER_ERROR|UNKNOWN"}[5m])) >= 5
							""")
					.says("More than ${limit} of the operations of ${service} on object storage fail",
							"{{ $value | humanizePercentage }} of the operations on {{ $labels.storage_system }} fail."),
				STORAGE.warning("StorageSlow")
					.limit(5, Unit.SECONDS)
					.minutes(10)
					.when("""
							histogram_quantile(0.95, sum by (${by}, operation, le) (rate(storage_operation_seconds_bucket{${app}}[5m]))) > ${limit}
							""")
					.says("Object storage of ${service} is slow",
							"One {{ $labels.operation }} in twenty takes longer than {{ $value | humanizeDuration }}."));
	}

}
