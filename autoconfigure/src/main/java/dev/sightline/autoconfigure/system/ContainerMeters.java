package dev.sightline.autoconfigure.system;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * What a container may use and uses, as cgroup v2 tells it. Limits of what is around the
 * container are not seen.
 */
final class ContainerMeters implements MeterBinder {

	private static final double MICROS = 1e6;

	private final KernelFiles group;

	private final Cached<Map<String, long[]>> cpu;

	ContainerMeters(KernelFiles proc, Path cgroups) {
		KernelFiles group = new KernelFiles(group(proc, cgroups));
		this.group = group;
		this.cpu = new Cached<>(() -> group.table("cpu.stat"));
	}

	/**
	 * The group of this process. In a container it is the root of what is seen.
	 */
	private static Path group(KernelFiles proc, Path cgroups) {
		for (String line : proc.lines("self/cgroup")) {
			if (line.startsWith("0::/")) {
				Path group = cgroups.resolve(line.substring("0::/".length()));
				return Files.isDirectory(group) ? group : cgroups;
			}
		}
		return cgroups;
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		gauge(registry, "memory.max", "container.memory.limit", "Memory that the container may have", "bytes",
				ContainerMeters::limit);
		gauge(registry, "memory.current", "container.memory.usage", "Memory that the container has", "bytes",
				ContainerMeters::limit);
		gauge(registry, "cpu.max", "container.cpu.limit", "Cores that the container may use", "cores", (line) -> {
			String[] words = line.split(" ");
			return limit(words[0]) / limit(words[words.length - 1]);
		});
		if (this.cpu.get().containsKey("usage_usec")) {
			counter(registry, "container.cpu.time", "Time that the container had a core", "usage_usec");
		}
		if (this.cpu.get().containsKey("throttled_usec")) {
			counter(registry, "container.cpu.throttled.time", "Time that the container waited for its share of a core",
					"throttled_usec");
		}
	}

	private void gauge(MeterRegistry registry, String file, String name, String description, String unit,
			ToDoubleFunction<String> value) {
		if (this.group.lines(file).isEmpty()) {
			return;
		}
		Gauge.builder(name, new Cached<>(() -> this.group.lines(file)), (lines) -> first(lines.get(), value))
			.description(description)
			.baseUnit(unit)
			.strongReference(true)
			.register(registry);
	}

	private void counter(MeterRegistry registry, String name, String description, String row) {
		FunctionCounter.builder(name, this.cpu, (cpu) -> KernelFiles.at(cpu.get(), row, 0) / MICROS)
			.description(description)
			.baseUnit("seconds")
			.register(registry);
	}

	private static double first(List<String> lines, ToDoubleFunction<String> value) {
		return lines.isEmpty() ? Double.NaN : value.applyAsDouble(lines.get(0).strip());
	}

	private static double limit(String word) {
		return word.equals("max") ? Double.POSITIVE_INFINITY : Double.parseDouble(word);
	}

}
