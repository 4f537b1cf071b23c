package dev.sightline.autoconfigure.metrics.business;

import java.util.List;
import java.util.concurrent.BlockingQueue;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.util.PatternMatchUtils;

/**
 * The length of queues that are beans.
 */
class QueueMeters implements MeterBinder {

	private final ListableBeanFactory beans;

	private final String[] names;

	QueueMeters(ListableBeanFactory beans, List<String> names) {
		this.beans = beans;
		this.names = names.toArray(String[]::new);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		if (this.names.length == 0) {
			// To look for beans of a type makes factories that are lazy.
			return;
		}
		for (String name : this.beans.getBeanNamesForType(BlockingQueue.class, false, true)) {
			if (PatternMatchUtils.simpleMatch(this.names, name)) {
				BlockingQueue<?> queue = this.beans.getBean(name, BlockingQueue.class);
				Gauge.builder("application.queue.size", queue, BlockingQueue::size)
					.description("What waits in a queue")
					.tag("queue", name)
					.register(registry);
				Gauge.builder("application.queue.remaining", queue, BlockingQueue::remainingCapacity)
					.description("What a queue has room for")
					.tag("queue", name)
					.register(registry);
			}
		}
	}

}
