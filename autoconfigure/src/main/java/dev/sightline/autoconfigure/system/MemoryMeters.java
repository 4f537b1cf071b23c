package dev.sightline.autoconfigure.system;

import java.util.Map;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * The memory of the machine by its state, and its swap.
 */
final class MemoryMeters implements MeterBinder {

	private static final double KB = 1024;

	private final Cached<Map<String, long[]>> memory;

	MemoryMeters(KernelFiles proc) {
		this.memory = new Cached<>(() -> proc.table("meminfo"));
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		if (!this.memory.get().containsKey("MemTotal")) {
			return;
		}
		gauge(registry, "system.memory.limit", "The memory of the machine", "MemTotal");
		gauge(registry, "system.linux.memory.available", "What applications may have without swapping", "MemAvailable");
		usage(registry, "used", (memory) -> of(memory, "MemTotal") - of(memory, "MemFree") - of(memory, "Buffers")
				- of(memory, "Cached") - of(memory, "SReclaimable"));
		usage(registry, "free", (memory) -> of(memory, "MemFree"));
		usage(registry, "buffers", (memory) -> of(memory, "Buffers"));
		usage(registry, "cached", (memory) -> of(memory, "Cached") + of(memory, "SReclaimable"));
		swap(registry, "used", (memory) -> of(memory, "SwapTotal") - of(memory, "SwapFree"));
		swap(registry, "free", (memory) -> of(memory, "SwapFree"));
	}

	private void gauge(MeterRegistry registry, String name, String description, String row) {
		gauge(name, description, (memory) -> of(memory, row)).register(registry);
	}

	private void usage(MeterRegistry registry, String state, ToDoubleFunction<Map<String, long[]>> value) {
		gauge("system.memory.usage", "The memory of the machine by what it is used for", value)
			.tag("system.memory.state", state)
			.register(registry);
	}

	private void swap(MeterRegistry registry, String state, ToDoubleFunction<Map<String, long[]>> value) {
		gauge("system.paging.usage", "The swap of the machine", value).tag("system.paging.state", state)
			.register(registry);
	}

	private Gauge.Builder<?> gauge(String name, String description, ToDoubleFunction<Map<String, long[]>> value) {
		return Gauge.builder(name, this.memory, (memory) -> value.applyAsDouble(memory.get()))
			.description(description)
			.baseUnit("bytes")
			.strongReference(true);
	}

	private static double of(Map<String, long[]> memory, String row) {
		return KernelFiles.at(memory, row, 0) * KB;
	}

}
