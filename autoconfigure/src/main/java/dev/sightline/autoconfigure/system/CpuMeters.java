package dev.sightline.autoconfigure.system;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.DoubleAccumulator;
import java.util.function.LongSupplier;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

/**
 * The time of each core of the machine by what it did, and the load.
 */
final class CpuMeters implements MeterBinder {

	/**
	 * In a second, on all architectures of Linux.
	 */
	private static final double TICKS = 100;

	private final Cached<Map<String, long[]>> stat;

	private final Cached<List<String>> load;

	CpuMeters(KernelFiles proc) {
		this(proc, System::nanoTime);
	}

	/**
	 * Create it.
	 * @param proc the files of the kernel
	 * @param nanos a clock that does not jump, in nanoseconds
	 */
	CpuMeters(KernelFiles proc, LongSupplier nanos) {
		this.stat = new Cached<>(() -> proc.table("stat"), nanos);
		this.load = new Cached<>(() -> proc.lines("loadavg"), nanos);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		this.stat.get().keySet().stream().filter((row) -> row.matches("cpu\\d+")).forEach((row) -> {
			for (Mode mode : Mode.values()) {
				DoubleAccumulator most = new DoubleAccumulator(Math::max, 0);
				FunctionCounter
					.builder("system.cpu.time", this.stat, (stat) -> rising(most, mode.ticks(stat.get(), row)) / TICKS)
					.description("What the cores of the machine did")
					.baseUnit("seconds")
					.tag("cpu.logical_number", row.substring("cpu".length()))
					.tag("cpu.mode", mode.name().toLowerCase(Locale.ROOT))
					.register(registry);
			}
		});
		if (!this.load.get().isEmpty()) {
			load(registry, "system.load.average.5m", 1);
			load(registry, "system.load.average.15m", 2);
		}
	}

	/**
	 * The kernel may take back some of the time that a core waited for disks, and a
	 * counter that decreases would count from zero.
	 */
	private static double rising(DoubleAccumulator most, double ticks) {
		if (Double.isNaN(ticks)) {
			return ticks;
		}
		most.accumulate(ticks);
		return most.get();
	}

	private void load(MeterRegistry registry, String name, int word) {
		Gauge.builder(name, this.load, (load) -> load(load.get(), word))
			.description("Tasks that ran or waited for a core, on average")
			.strongReference(true)
			.register(registry);
	}

	private static double load(List<String> lines, int word) {
		String[] words = lines.isEmpty() ? new String[0] : lines.get(0).split(" ");
		return (word < words.length) ? Double.parseDouble(words[word]) : Double.NaN;
	}

	/**
	 * What a core does, with the columns that tell of it.
	 */
	private enum Mode {

		USER(0), NICE(1), SYSTEM(2), IDLE(3), IOWAIT(4), INTERRUPT(5, 6), STEAL(7);

		private final int[] columns;

		Mode(int... columns) {
			this.columns = columns;
		}

		double ticks(Map<String, long[]> stat, String row) {
			double sum = 0;
			for (int column : this.columns) {
				sum += KernelFiles.at(stat, row, column);
			}
			return sum;
		}

	}

}
