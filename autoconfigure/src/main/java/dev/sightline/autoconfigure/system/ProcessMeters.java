package dev.sightline.autoconfigure.system;

import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import java.util.Map;

import com.sun.management.UnixOperatingSystemMXBean;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * What this process uses, under the names that every client of Prometheus has. The one
 * for its start, {@code process_start_time_seconds}, is Micrometer's.
 *
 * @see <a href=
 * "https://prometheus.io/docs/instrumenting/writing_clientlibs/#process-metrics">The
 * names</a>
 */
final class ProcessMeters implements MeterBinder {

	private static final double NANOS = 1e9;

	private static final double KB = 1024;

	private final OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();

	private final Cached<Map<String, long[]>> status;

	ProcessMeters(KernelFiles proc) {
		this.status = new Cached<>(() -> proc.table("self/status"));
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		if (this.system instanceof com.sun.management.OperatingSystemMXBean process) {
			FunctionCounter.builder("process.cpu", process, (bean) -> bean.getProcessCpuTime() / NANOS)
				.description("Time that this process had a core, in user and system mode")
				.baseUnit("seconds")
				.register(registry);
		}
		if (this.system instanceof UnixOperatingSystemMXBean process) {
			Gauge.builder("process.open.fds", process, UnixOperatingSystemMXBean::getOpenFileDescriptorCount)
				.description("Files and sockets that are open")
				.register(registry);
			Gauge.builder("process.max.fds", process, UnixOperatingSystemMXBean::getMaxFileDescriptorCount)
				.description("Files and sockets that may be open")
				.register(registry);
		}
		if (this.status.get().containsKey("VmRSS")) {
			memory(registry, "process.resident.memory", "Memory of this process that is in RAM", "VmRSS");
			memory(registry, "process.virtual.memory", "Address space of this process", "VmSize");
		}
	}

	private void memory(MeterRegistry registry, String name, String description, String row) {
		Gauge.builder(name, this.status, (status) -> KernelFiles.at(status.get(), row, 0) * KB)
			.description(description)
			.baseUnit("bytes")
			.strongReference(true)
			.register(registry);
	}

}
