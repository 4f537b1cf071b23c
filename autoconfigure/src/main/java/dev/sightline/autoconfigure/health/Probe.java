package dev.sightline.autoconfigure.health;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;

/**
 * What a probe asks and what it is told, whatever the server.
 */
final class Probe {

	private static final Map<String, String[]> GROUPS = Map.of("/health", new String[0], "/health/ready",
			new String[] { "readiness" }, "/health/live", new String[] { "liveness" });

	/**
	 * The paths of the probes, below the context path.
	 */
	static final List<String> PATHS = GROUPS.keySet().stream().sorted().toList();

	private Probe() {
	}

	/**
	 * The path below the health endpoint of Spring Boot that answers a probe.
	 * @param path the path of a request below the context path
	 * @return the path below the endpoint, {@code null} if the request is no probe
	 */
	static String @Nullable [] group(String path) {
		return GROUPS.get(path);
	}

	static boolean isRead(String method) {
		return "GET".equals(method) || "HEAD".equals(method);
	}

	/**
	 * The body of an answer: the status and nothing else, since nobody was authenticated.
	 * @param response the answer of the health endpoint
	 * @return JSON, encoded in UTF-8
	 */
	static byte[] body(WebEndpointResponse<? extends HealthDescriptor> response) {
		HealthDescriptor descriptor = response.getBody();
		String status = (descriptor != null) ? descriptor.getStatus().getCode() : "UNKNOWN";
		return ("{\"status\":\"" + status.replace("\\", "\\\\").replace("\"", "\\\"") + "\"}")
			.getBytes(StandardCharsets.UTF_8);
	}

}
