package dev.sightline.autoconfigure.system;

import java.util.Map;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import org.jspecify.annotations.Nullable;

/**
 * Bytes and errors of the interfaces that there are at start-up.
 */
final class NetworkMeters implements MeterBinder {

	/**
	 * The first lines of the file are a heading, and there is a pair of virtual
	 * interfaces for each container that others run.
	 */
	private static final String LEFT_OUT = "Inter-.*|face.*|veth.*";

	/**
	 * Columns of what is received. Those of what is transmitted come after eight of them.
	 */
	private static final int BYTES = 0;

	private static final int ERRORS = 2;

	private static final int TRANSMIT = 8;

	private final Cached<Map<String, long[]>> interfaces;

	NetworkMeters(KernelFiles proc) {
		this.interfaces = new Cached<>(() -> proc.table("net/dev"));
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.interfaces.get().keySet().stream().filter((name) -> !name.matches(LEFT_OUT)).forEach((name) -> {
			counter("system.network.io", "What went over a network", name, BYTES, registry, "bytes");
			counter("system.network.errors", "Packets that were not received or transmitted for an error", name, ERRORS,
					registry, null);
		});
	}

	private void counter(String meter, String description, String name, int column, MeterRegistry registry,
			@Nullable String unit) {
		for (int offset : new int[] { 0, TRANSMIT }) {
			FunctionCounter
				.builder(meter, this.interfaces,
						(interfaces) -> KernelFiles.at(interfaces.get(), name, column + offset))
				.description(description)
				.baseUnit(unit)
				.tag("network.interface.name", name)
				.tag("network.io.direction", (offset == 0) ? "receive" : "transmit")
				.register(registry);
		}
	}

}
