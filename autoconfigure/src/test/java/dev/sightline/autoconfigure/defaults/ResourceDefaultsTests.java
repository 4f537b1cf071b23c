package dev.sightline.autoconfigure.defaults;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

import dev.sightline.autoconfigure.condition.Signal;
import dev.sightline.autoconfigure.identity.ServiceIdentity;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link ResourceDefaults}, on files as they are in containers.
 */
class ResourceDefaultsTests {

	private static final String ID = "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08";

	private static final String SANDBOX = "60303ae22b998861bce3b28f33eec1be758a213c86c93c076dbe9f558c11c752";

	private static final String UID = "3c1f9a52-7d7e-4f53-9f0d-0b6a3c1b2a77";

	@TempDir
	Path root;

	private final Map<String, Object> variables = new HashMap<>();

	private final Map<String, Object> properties = new HashMap<>();

	@ParameterizedTest
	@ValueSource(strings = { "12:memory:/docker/" + ID, "0::/system.slice/docker-" + ID + ".scope",
			"1:name=systemd:/kubepods/besteffort/pod" + UID + "/" + ID,
			"0::/kubepods.slice/kubepods-pod3c1f9a52_7d7e_4f53_9f0d_0b6a3c1b2a77.slice/cri-containerd-" + ID
					+ ".scope" })
	void shouldFindTheContainerInItsControlGroup(String line) throws IOException {
		file("proc/self/cgroup", "13:name=other:/\n" + line + "\n");
		assertThat(attributes()).containsEntry("container.id", ID);
		this.variables.put("KUBERNETES_SERVICE_HOST", "10.0.0.1");
		if (line.contains("pod")) {
			assertThat(attributes()).containsEntry("k8s.pod.uid", UID);
		}
	}

	/**
	 * As containerd and CRI-O leave it to a container of a pod, with cgroup v1, with v2,
	 * and with a cluster that is itself in a container.
	 */
	@ParameterizedTest
	@ValueSource(strings = {
			"0:32 /system.slice/containerd.service/kubepods-pod3c1f9a52_7d7e_4f53_9f0d_0b6a3c1b2a77.slice:cri-containerd:"
					+ ID + " /sys/fs/cgroup/pids ro master:15 - cgroup cgroup rw,pids",
			"0:28 /kubepods.slice/kubepods-pod3c1f9a52_7d7e_4f53_9f0d_0b6a3c1b2a77.slice/cri-containerd-" + ID
					+ ".scope /sys/fs/cgroup ro - cgroup2 cgroup rw,nsdelegate",
			"0:26 /kubepods.slice/kubepods-pod3c1f9a52_7d7e_4f53_9f0d_0b6a3c1b2a77.slice/crio-" + ID
					+ ".scope/container /sys/fs/cgroup ro - cgroup2 cgroup rw,seclabel",
			"0:30 /docker/" + SANDBOX + "/kubelet/kubepods/besteffort/pod" + UID + "/" + ID
					+ " /sys/fs/cgroup ro - cgroup2 cgroup rw",
			"0:25 /containers/storage/overlay-containers/" + ID
					+ "/userdata/run/secrets /run/secrets rw - tmpfs tmpfs rw,seclabel" })
	void shouldFindTheContainerOfAPodInItsMounts(String mount) throws IOException {
		file("proc/self/cgroup", "0::/\n");
		file("proc/self/mountinfo",
				"""
						600 590 0:30 / /sys/fs/cgroup/elsewhere ro - cgroup2 cgroup rw
						601 590 0:25 /containers/storage/overlay-containers/%1$s/userdata/hostname /etc/hostname rw - tmpfs tmpfs rw
						602 590 9:1 /var/lib/containerd/io.containerd.grpc.v1.cri/sandboxes/%1$s/hostname /etc/hostname rw - ext4 /dev/root rw
						603 590 %2$s
						"""
					.formatted(SANDBOX, mount));
		this.variables.put("KUBERNETES_SERVICE_HOST", "10.0.0.1");
		assertThat(attributes()).containsEntry("container.id", ID);
	}

	@ParameterizedTest
	@ValueSource(strings = { "/var/lib/docker/containers/" + ID + "/hostname",
			"/containers/storage/overlay-containers/" + ID + "/userdata/hostname",
			"/containers/overlay-containers/" + ID + "/userdata/.containerenv",
			"/var/lib/nerdctl/1935db59/containers/default/" + ID + "/resolv.conf" })
	void shouldFindTheContainerInItsMounts(String path) throws IOException {
		file("proc/self/cgroup", "0::/\n");
		file("proc/self/mountinfo", "523 520 254:1 " + path + " /etc/hostname rw,relatime - ext4 /dev/vda1 rw\n");
		assertThat(attributes()).containsEntry("container.id", ID);
	}

	@Test
	void shouldNotTakeTheContainerWhoseNetworkItShares() throws IOException {
		file("proc/self/cgroup", "0::/\n");
		String storage = "523 520 254:1 /containers/storage/overlay-containers/";
		file("proc/self/mountinfo",
				storage + "f".repeat(64) + "/userdata/resolv.conf /etc/resolv.conf rw - ext4 /dev/vda1 rw\n" + storage
						+ ID + "/userdata/hostname /etc/hostname rw - ext4 /dev/vda1 rw\n");
		assertThat(attributes()).containsEntry("container.id", ID);
	}

	@Test
	void shouldFindThePodInWhatKubernetesGives() throws IOException {
		file("proc/self/cgroup", "0::/\n");
		file("proc/self/mountinfo",
				"""
						601 590 259:1 /var/lib/containerd/io.containerd.grpc.v1.cri/sandboxes/%s/hostname /etc/hostname rw - ext4 /dev/root rw
						602 590 259:1 /var/lib/kubelet/pods/%s/etc-hosts /etc/hosts rw - ext4 /dev/root rw
						603 590 259:1 /var/lib/kubelet/pods/%s/containers/shop/5b1f0a3c /dev/termination-log rw - ext4 /dev/root rw
						"""
					.formatted(SANDBOX, UID, UID));
		file("var/run/secrets/kubernetes.io/serviceaccount/namespace", "sales");
		this.variables.putAll(Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1", "HOSTNAME", "shop-7d9c-x2x"));
		assertThat(attributes()).isEqualTo(Map.of("host.name", "shop-7d9c-x2x", "k8s.pod.name", "shop-7d9c-x2x",
				"k8s.pod.uid", UID, "k8s.namespace.name", "sales", "k8s.container.name", "shop"));
	}

	@Test
	void shouldPreferTheDownwardApi() {
		this.variables.putAll(Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1", "HOSTNAME", "host", "POD_NAME", "shop-1",
				"POD_NAMESPACE", "sales", "NODE_NAME", "node-1", "POD_UID", UID, "K8S_CONTAINER_NAME", "app"));
		assertThat(attributes()).isEqualTo(Map.of("host.name", "host", "k8s.pod.name", "shop-1", "k8s.pod.uid", UID,
				"k8s.namespace.name", "sales", "k8s.node.name", "node-1", "k8s.container.name", "app"));
	}

	@Test
	void shouldYieldToResourceAttributes() {
		this.variables.putAll(Map.of("KUBERNETES_SERVICE_HOST", "10.0.0.1", "POD_NAME", "shop-1", "HOSTNAME", "host"));
		this.properties.putAll(Map.of(ServiceIdentity.ATTRIBUTES_PREFIX + ".k8s.pod.name", "hers",
				ServiceIdentity.ATTRIBUTES_PREFIX + "[host.name]", "her-host"));
		assertThat(attributes()).isEqualTo(Map.of("host.name", "her-host", "k8s.pod.name", "hers"));
	}

	@Test
	void shouldTellNothingOfAPodWhereThereIsNone() throws IOException {
		file("proc/sys/kernel/hostname", "desk\n");
		this.variables.putAll(Map.of("NODE_NAME", "builder", "POD_NAME", "none"));
		assertThat(attributes()).isEqualTo(Map.of("host.name", "desk"));
	}

	@Test
	void shouldNotTakeWhatIsNoName() throws IOException {
		file("proc/sys/kernel/hostname", "x".repeat(254));
		file("proc/self/cgroup", "0::/user.slice/session-1.scope\n");
		assertThat(attributes()).isEmpty();
	}

	private void file(String name, String content) throws IOException {
		Path file = this.root.resolve(name);
		Files.createDirectories(file.getParent());
		Files.writeString(file, content);
	}

	private Map<String, String> attributes() {
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().forEach((source) -> environment.getPropertySources().remove(source.getName()));
		environment.getPropertySources()
			.addLast(new SystemEnvironmentPropertySource(StandardEnvironment.SYSTEM_ENVIRONMENT_PROPERTY_SOURCE_NAME,
					this.variables));
		environment.getPropertySources().addFirst(new MapPropertySource("hers", this.properties));
		Defaults defaults = new Defaults(environment);
		FrontPanel whole = new FrontPanel(environment, getClass().getClassLoader(), EnumSet.noneOf(Signal.class),
				defaults);
		new ResourceDefaults(whole, new Surroundings(this.root, environment::getProperty)).apply();
		defaults.apply();
		Map<String, String> found = new TreeMap<>(ServiceIdentity.of(environment).attributes());
		found.keySet().removeIf((name) -> !name.matches("(host|container|k8s)\\..*"));
		return found;
	}

}
