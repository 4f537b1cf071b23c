package dev.sightline.autoconfigure.metrics.scrape;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;

import io.prometheus.metrics.model.registry.Collector;
import io.prometheus.metrics.model.registry.MultiCollector;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import io.prometheus.metrics.model.registry.PrometheusScrapeRequest;
import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import io.prometheus.metrics.model.snapshots.MetricSnapshots;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.DisposableBean;

/**
 * A registry whose scrape leaves out what fails, what hangs and what has a name that is
 * there already. Any of them would end the whole scrape, or hold its thread for ever.
 */
class GuardedPrometheusRegistry extends PrometheusRegistry implements DisposableBean {

	private static final Logger logger = LoggerFactory.getLogger(GuardedPrometheusRegistry.class);

	/**
	 * How many names that are there twice are told.
	 */
	private static final int LIMIT = 100;

	private final Map<Object, Source> sources = Collections.synchronizedMap(new LinkedHashMap<>());

	private final Set<String> twice = ConcurrentHashMap.newKeySet();

	/**
	 * What holds all collectors: a registry of the application, or one of its own.
	 */
	private final PrometheusRegistry registry;

	/**
	 * Whether the thread asks the collectors of {@link #sources} itself.
	 */
	private final ThreadLocal<Boolean> hidden = new ThreadLocal<>();

	/**
	 * What was registered with the registry of the application, not with this one.
	 */
	private final @Nullable Source rest;

	private final UnaryOperator<List<MetricSnapshot>> more;

	private final Duration patience;

	private final ExecutorService executor = Executors.newCachedThreadPool((task) -> {
		Thread thread = new Thread(task, "sightline-scrape");
		thread.setDaemon(true);
		return thread;
	});

	/**
	 * Create a registry.
	 * @param more adds families to those of a scrape
	 * @param patience how long a collector may take, or up to twice that
	 */
	GuardedPrometheusRegistry(UnaryOperator<List<MetricSnapshot>> more, Duration patience) {
		this(null, more, patience);
	}

	/**
	 * Create a registry that keeps its collectors in another one.
	 * @param registry the registry of the application, {@code null} if it has none
	 * @param more adds families to those of a scrape
	 * @param patience how long a collector may take, or up to twice that
	 */
	GuardedPrometheusRegistry(@Nullable PrometheusRegistry registry, UnaryOperator<List<MetricSnapshot>> more,
			Duration patience) {
		this.registry = (registry != null) ? registry : new PrometheusRegistry();
		this.rest = (registry != null) ? new Source(() -> rest(registry)) : null;
		this.more = more;
		this.patience = patience;
	}

	@Override
	public void register(Collector collector) {
		this.registry.register(new HiddenCollector(collector, this.hidden));
		this.sources.put(collector, new Source(() -> {
			MetricSnapshot family = collector.collect();
			return (family != null) ? List.of(family) : List.of();
		}));
	}

	@Override
	public void register(MultiCollector collector) {
		this.registry.register(new HiddenMultiCollector(collector, this.hidden));
		this.sources.put(collector, new Source(() -> collector.collect().stream().toList()));
	}

	@Override
	public void unregister(Collector collector) {
		this.registry.unregister(collector);
		this.registry.unregister(new HiddenCollector(collector, this.hidden));
		this.sources.remove(collector);
	}

	@Override
	public void unregister(MultiCollector collector) {
		this.registry.unregister(collector);
		this.registry.unregister(new HiddenMultiCollector(collector, this.hidden));
		this.sources.remove(collector);
	}

	@Override
	public void clear() {
		this.registry.clear();
		this.sources.clear();
	}

	@Override
	public MetricSnapshots scrape() {
		return scrape((Predicate<String>) null);
	}

	@Override
	public MetricSnapshots scrape(@Nullable Predicate<String> names) {
		List<Source> sources = new ArrayList<>(this.sources.values());
		if (this.rest != null) {
			sources.add(this.rest);
		}
		List<MetricSnapshot> families = new Walk(sources, this::execute).collect(this.patience);
		Map<String, MetricSnapshot> all = byName(this.more.apply(new ArrayList<>(byName(families).values())));
		if (names != null) {
			all.keySet().removeIf(names.negate());
		}
		return new MetricSnapshots(all.values());
	}

	private List<MetricSnapshot> rest(PrometheusRegistry registry) {
		this.hidden.set(true);
		try {
			return registry.scrape().stream().toList();
		}
		finally {
			this.hidden.remove();
		}
	}

	private Map<String, MetricSnapshot> byName(List<MetricSnapshot> families) {
		Map<String, MetricSnapshot> all = new LinkedHashMap<>();
		for (MetricSnapshot family : families) {
			String name = family.getMetadata().getPrometheusName();
			if (all.putIfAbsent(name, family) != null && this.twice.size() < LIMIT && this.twice.add(name)) {
				logger.warn("Two metrics of the scrape have the name '{}': the first that was registered is shown."
						+ " This is told once.", name);
			}
		}
		return all;
	}

	@Override
	public MetricSnapshots scrape(@Nullable PrometheusScrapeRequest request) {
		return (request != null) ? this.registry.scrape(request) : scrape();
	}

	@Override
	public MetricSnapshots scrape(@Nullable Predicate<String> names, @Nullable PrometheusScrapeRequest request) {
		return (request != null) ? this.registry.scrape(names, request) : scrape(names);
	}

	private void execute(Runnable task) {
		try {
			this.executor.execute(task);
		}
		catch (RejectedExecutionException ex) {
			// The application ends, and this may be the last scrape.
			task.run();
		}
	}

	/**
	 * A registry of the application may live on, as that of the whole process does.
	 */
	@Override
	public void destroy() {
		this.executor.shutdownNow();
		if (this.rest == null) {
			return;
		}
		for (Object collector : List.copyOf(this.sources.keySet())) {
			if (collector instanceof Collector single) {
				this.registry.unregister(new HiddenCollector(single, this.hidden));
			}
			if (collector instanceof MultiCollector multi) {
				this.registry.unregister(new HiddenMultiCollector(multi, this.hidden));
			}
		}
	}

}
