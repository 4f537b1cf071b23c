package dev.sightline.autoconfigure.metrics.scrape;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

import io.prometheus.metrics.model.snapshots.MetricSnapshot;
import org.jspecify.annotations.Nullable;

/**
 * One walk over all sources. If one of them hangs, another thread goes on with those
 * behind it.
 */
final class Walk {

	private final List<Source> sources;

	private final Executor executor;

	private final List<MetricSnapshot> families = new ArrayList<>();

	private final CountDownLatch ended = new CountDownLatch(1);

	private int next;

	private @Nullable Thread worker;

	Walk(List<Source> sources, Executor executor) {
		this.sources = sources;
		this.executor = executor;
	}

	/**
	 * Collect from all sources.
	 * @param patience how long one may take, or up to twice that
	 * @return the families of those that answered
	 */
	List<MetricSnapshot> collect(Duration patience) {
		this.executor.execute(this::work);
		int before = -1;
		try {
			while (!this.ended.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
				before = replace(before);
			}
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		synchronized (this) {
			// A thread that comes back later finds that nobody waits for it.
			this.worker = null;
			return new ArrayList<>(this.families);
		}
	}

	private synchronized int replace(int before) {
		int now = this.next;
		Thread worker = this.worker;
		if (now == before && worker != null && now > 0 && now <= this.sources.size()) {
			this.sources.get(now - 1).hangs(worker);
			this.worker = null;
			this.executor.execute(this::work);
		}
		return now;
	}

	private void work() {
		synchronized (this) {
			this.worker = Thread.currentThread();
		}
		for (Source source = next(); source != null; source = next()) {
			if (!source.isHanging()) {
				add(source, source.collect());
			}
		}
	}

	private synchronized void add(Source source, List<MetricSnapshot> families) {
		// Under the lock that replacing a thread takes, which may have found it hanging.
		source.returned();
		if (this.worker == Thread.currentThread()) {
			this.families.addAll(families);
		}
	}

	private synchronized @Nullable Source next() {
		if (this.worker != Thread.currentThread()) {
			return null;
		}
		if (this.next == this.sources.size()) {
			this.ended.countDown();
			return null;
		}
		return this.sources.get(this.next++);
	}

}
