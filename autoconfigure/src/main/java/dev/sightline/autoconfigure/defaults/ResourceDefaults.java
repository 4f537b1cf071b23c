package dev.sightline.autoconfigure.defaults;

import java.nio.file.Path;

import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.identity.ServiceIdentity;

/**
 * Says where the process runs, unless somebody said so already.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/semconv/resource/k8s/">Kubernetes
 * attributes</a>
 */
class ResourceDefaults extends DefaultsPart {

	private static final String REASON = "Found in the variables or files of the system";

	private final Surroundings surroundings;

	private final ServiceIdentity known;

	ResourceDefaults(DefaultsPart whole) {
		this(whole, new Surroundings(Path.of("/"), whole.environment::getProperty));
	}

	ResourceDefaults(DefaultsPart whole, Surroundings surroundings) {
		super(whole);
		this.surroundings = surroundings;
		this.known = ServiceIdentity.of(whole.environment);
	}

	@Override
	void apply() {
		add("host.name", this.surroundings.hostName());
		add("container.id", this.surroundings.containerId());
		if (this.surroundings.isPod()) {
			add("k8s.pod.name", this.surroundings.podName());
			add("k8s.pod.uid", this.surroundings.podUid());
			add("k8s.namespace.name", this.surroundings.namespace());
			add("k8s.node.name", this.surroundings.variable("K8S_NODE_NAME", "NODE_NAME"));
			add("k8s.container.name", this.surroundings.podContainer());
		}
	}

	private void add(String attribute, @Nullable String value) {
		if (value != null && this.known.get(attribute) == null) {
			this.defaults.add(ServiceIdentity.ATTRIBUTES_PREFIX + "[" + attribute + "]", value, REASON);
		}
	}

}
