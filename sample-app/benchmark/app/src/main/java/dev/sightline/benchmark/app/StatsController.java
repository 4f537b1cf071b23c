package dev.sightline.benchmark.app;

import java.lang.management.ManagementFactory;
import java.util.HashMap;
import java.util.Map;

import com.sun.management.ThreadMXBean;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tells what the JVM used so far.
 */
@RestController
class StatsController {

	private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

	private final Map<Long, Long> allocated = new HashMap<>();

	@GetMapping("/bench/stats")
	Stats stats(@RequestParam(defaultValue = "false") boolean gc) {
		if (gc) {
			System.gc();
		}
		long heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
		return new Stats(allocated(), heap, this.threads.getThreadCount(),
				ManagementFactory.getCompilationMXBean().getTotalCompilationTime());
	}

	/**
	 * Adds up what each thread allocated. A thread that ended since the last call keeps
	 * the figure it had then.
	 */
	private synchronized long allocated() {
		long[] ids = this.threads.getAllThreadIds();
		long[] bytes = this.threads.getThreadAllocatedBytes(ids);
		for (int i = 0; i < ids.length; i++) {
			if (bytes[i] >= 0) {
				this.allocated.put(ids[i], bytes[i]);
			}
		}
		return this.allocated.values().stream().mapToLong(Long::longValue).sum();
	}

	/**
	 * What the JVM used.
	 *
	 * @param allocated bytes allocated by all threads so far
	 * @param heap bytes of heap in use
	 * @param threads live threads
	 * @param compiling milliseconds that the threads of the JIT compiler worked so far
	 */
	record Stats(long allocated, long heap, int threads, long compiling) {

	}

}
