package dev.sightline.autoconfigure.bounded;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.config.MeterFilter;
import io.micrometer.core.instrument.config.MeterFilterReply;
import org.slf4j.LoggerFactory;

/**
 * Folds the series that a meter may not have into one whose tags are
 * {@link BoundedMap#OTHER}. Registries ask it for series that they do not know, and for
 * those that are folded; never for others.
 *
 * @see <a href="https://github.com/micrometer-metrics/micrometer/issues/4971">What
 * registries keep of series that a filter folds</a>
 */
public final class SeriesLimiter implements MeterFilter {

	/**
	 * Marks what may not be, as it can not be summed: values of gauges and of function
	 * meters are read from objects that a filter does not know, and a series has one
	 * type.
	 */
	@SuppressWarnings("StringOperationCanBeSimplified")
	private static final String BEYOND = new String("The first of the series beyond the limit");

	private final SeriesLimits limits;

	private final SeriesNotices notices;

	private final Map<String, MeterSeries> meters = new ConcurrentHashMap<>();

	private final AtomicInteger total = new AtomicInteger();

	private final Guard guard = new Guard(LoggerFactory.getLogger(SeriesLimiter.class),
			"The series of a meter were not limited. This is told once.");

	/**
	 * Create a limiter for registries whose filters map alike.
	 */
	public SeriesLimiter(SeriesLimits limits, SeriesNotices notices) {
		this.limits = limits;
		this.notices = notices;
	}

	/**
	 * Create a limiter for a registry of registries. Values are not limited there, since
	 * filters of its members may fold them.
	 * @param kept the name of the one meter whose values are limited
	 */
	public SeriesLimiter ofComposite(String kept) {
		return new SeriesLimiter(this.limits.withoutValues(kept), this.notices);
	}

	/**
	 * Learn which series a registry has. That it asks this filter is up to the caller.
	 */
	public void watch(MeterRegistry registry) {
		registry.config()
			.onMeterAdded((meter) -> this.guard.run(() -> added(meter)))
			.onMeterRemoved((meter) -> this.guard.run(() -> removed(meter.getId())));
		registry.forEachMeter((meter) -> this.guard.run(() -> added(meter)));
	}

	@Override
	public Meter.Id map(Meter.Id id) {
		try {
			return limit(id);
		}
		catch (RuntimeException ex) {
			this.guard.tell(ex);
			return id;
		}
	}

	@Override
	@SuppressWarnings("ReferenceEquality")
	public MeterFilterReply accept(Meter.Id id) {
		if (id.getDescription() == BEYOND) {
			return MeterFilterReply.DENY;
		}
		if (isFull() && !this.meters.containsKey(id.getName()) && !id.getName().equals(SeriesNotices.OVERFLOW)) {
			this.notices.leftOut(id.getName());
			return MeterFilterReply.DENY;
		}
		return MeterFilterReply.NEUTRAL;
	}

	private Meter.Id limit(Meter.Id id) {
		MeterSeries meter = this.meters.get(id.getName());
		if (meter == null || meter.has(id) || id.getName().equals(SeriesNotices.OVERFLOW)) {
			return id;
		}
		boolean full = isFull();
		MeterSeries.Excess excess = meter.excess(id, full);
		if (excess == null) {
			return id;
		}
		Meter.Id folded = meter.fold(id, full);
		boolean summed = id.getType() != Meter.Type.GAUGE && id.getType() == meter.type()
				&& !(meter.hasFunctions() && FunctionMeters.isBeingRegistered(id));
		this.notices.beyond(id.getName(), excess, summed);
		if (summed) {
			return folded;
		}
		// No series may have this id: a registry that finds one fails if its type is
		// another.
		return new Meter.Id(folded.getName(),
				Tags.of(folded.getTagsAsIterable()).and(BoundedMap.OTHER, id.getType().name()), folded.getBaseUnit(),
				BEYOND, folded.getType());
	}

	private boolean isFull() {
		return this.total.get() >= this.limits.total();
	}

	private void added(Meter added) {
		Meter.Id id = added.getId();
		MeterSeries meter = this.meters.compute(id.getName(), (name, known) -> {
			MeterSeries series = (known != null) ? known : new MeterSeries(id, this.limits);
			if (series.add(id)) {
				this.total.incrementAndGet();
			}
			if (FunctionMeters.isOne(added)) {
				series.haveFunctions();
			}
			return series;
		});
		if (meter != null && !meter.isLikeTheFirst(id)) {
			this.notices.odd(id.getName());
		}
	}

	private void removed(Meter.Id id) {
		this.meters.computeIfPresent(id.getName(), (name, series) -> {
			if (series.remove(id)) {
				this.total.decrementAndGet();
			}
			return series.isEmpty() ? null : series;
		});
	}

}
