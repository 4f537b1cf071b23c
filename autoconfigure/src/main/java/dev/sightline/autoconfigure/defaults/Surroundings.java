package dev.sightline.autoconfigure.defaults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import org.jspecify.annotations.Nullable;

import org.springframework.util.StringUtils;

/**
 * What this process can find out of the host, the container and the pod that it runs in,
 * without asking anybody.
 *
 * @param root where the files of the system are, {@code /}
 * @param variables the variables of the environment by name
 */
record Surroundings(Path root, Function<String, @Nullable String> variables) {

	private static final String ID = "[0-9a-f]{64}";

	/**
	 * The last part of the path of a control group: {@code /docker/<id>},
	 * {@code cri-containerd-<id>.scope}.
	 */
	private static final Pattern GROUP = Pattern.compile("[/:-](" + ID + ")(?:\\.scope)?$");

	/**
	 * The control group that is mounted as the root of all, which tells its path also
	 * where the process itself sees none (cgroup v2): the innermost id before the mount
	 * point.
	 */
	private static final Pattern MOUNTED_GROUP = Pattern
		.compile("^\\d+ \\d+ \\S+ \\S*[/:-](" + ID + ")(?:\\.scope)?(?:/\\S*)? /sys/fs/cgroup[/ ]");

	/**
	 * Files that Docker, Podman and nerdctl put over those of the image.
	 */
	private static final Pattern MOUNT = mounted("hostname|\\.containerenv");

	/**
	 * One that is another container's if both share a network.
	 */
	private static final Pattern NETWORK_MOUNT = mounted("resolv\\.conf");

	/**
	 * The only directory of CRI-O's that each container of a pod has for itself.
	 */
	private static final Pattern SECRETS_MOUNT = Pattern
		.compile("/overlay-containers/(" + ID + ")/userdata/run/secrets ");

	/**
	 * The kubelet makes a directory for each pod, and a control group, which has
	 * underscores with systemd.
	 */
	private static final Pattern POD = Pattern
		.compile("(?:/pods/|[/-]pod)([0-9a-f]{8}(?:[-_][0-9a-f]{4}){3}[-_][0-9a-f]{12})\\b");

	/**
	 * The kubelet keeps the message with which a container ends.
	 */
	private static final Pattern POD_CONTAINER = Pattern.compile("/pods/[0-9a-f-]{36}/containers/([^/ ]+)/");

	/**
	 * The most characters that are believed of a name: Kubernetes allows 253.
	 */
	private static final int LONGEST = 253;

	@Nullable String hostName() {
		String name = variable("HOSTNAME", "COMPUTERNAME");
		return (name != null) ? name : line("proc/sys/kernel/hostname");
	}

	/**
	 * The id of the container as its runtime knows it. In a pod, mounted files are those
	 * of the sandbox of all its containers.
	 * @see <a href=
	 * "https://github.com/open-telemetry/opentelemetry-java-instrumentation/tree/main/instrumentation/resources/library">What
	 * OpenTelemetry's ContainerResource looks at</a>, which takes the sandbox for the
	 * container
	 */
	@Nullable String containerId() {
		String id = find(GROUP, "proc/self/cgroup");
		if (id == null) {
			id = find(MOUNTED_GROUP, "proc/self/mountinfo");
		}
		if (id == null) {
			id = find(isPod() ? SECRETS_MOUNT : MOUNT, "proc/self/mountinfo");
		}
		return (id != null || isPod()) ? id : find(NETWORK_MOUNT, "proc/self/mountinfo");
	}

	private static Pattern mounted(String files) {
		return Pattern
			.compile("/(?:containers|overlay-containers)/(?:[^/ ]+/)?(" + ID + ")/(?:userdata/)?(?:" + files + ") ");
	}

	/**
	 * Whether the process runs in a pod: Kubernetes gives each container this variable.
	 */
	boolean isPod() {
		return variable("KUBERNETES_SERVICE_HOST") != null;
	}

	/**
	 * The name of the pod, which is its host name unless somebody gave it another.
	 */
	@Nullable String podName() {
		String name = variable("K8S_POD_NAME", "POD_NAME");
		return (name != null) ? name : hostName();
	}

	@Nullable String namespace() {
		String name = variable("K8S_NAMESPACE_NAME", "K8S_NAMESPACE", "POD_NAMESPACE");
		return (name != null) ? name : line("var/run/secrets/kubernetes.io/serviceaccount/namespace");
	}

	@Nullable String podUid() {
		String uid = variable("K8S_POD_UID", "POD_UID");
		if (uid == null) {
			uid = find(POD, "proc/self/cgroup");
		}
		if (uid == null) {
			uid = find(POD, "proc/self/mountinfo");
		}
		return (uid != null) ? uid.replace('_', '-') : null;
	}

	@Nullable String podContainer() {
		String name = variable("K8S_CONTAINER_NAME", "CONTAINER_NAME");
		return (name != null) ? name : find(POD_CONTAINER, "proc/self/mountinfo");
	}

	/**
	 * The first of some variables that has text.
	 */
	@Nullable String variable(String... names) {
		for (String name : names) {
			String value = this.variables.apply(name);
			if (StringUtils.hasText(value) && value.length() <= LONGEST) {
				return value.trim();
			}
		}
		return null;
	}

	private @Nullable String find(Pattern pattern, String file) {
		for (String line : lines(file)) {
			Matcher matcher = pattern.matcher(line);
			if (matcher.find()) {
				return matcher.group(1);
			}
		}
		return null;
	}

	private @Nullable String line(String file) {
		return lines(file).stream()
			.map(String::trim)
			.filter((line) -> !line.isEmpty() && line.length() <= LONGEST)
			.findFirst()
			.orElse(null);
	}

	private List<String> lines(String file) {
		Path path = this.root.resolve(file);
		try {
			return Files.isReadable(path) ? Files.readAllLines(path) : List.of();
		}
		catch (IOException | RuntimeException ex) {
			// What can not be read is not known.
			return List.of();
		}
	}

}
