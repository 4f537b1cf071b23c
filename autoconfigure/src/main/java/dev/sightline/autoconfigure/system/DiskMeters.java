package dev.sightline.autoconfigure.system;

import java.io.File;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;

import org.springframework.beans.factory.DisposableBean;

/**
 * The space of the file systems that are mounted at start-up. A mount may hang for ever,
 * so that it is read on another thread, and a scrape tells what was read last.
 */
final class DiskMeters implements MeterBinder, DisposableBean {

	/**
	 * File systems that are no disks.
	 */
	private static final Set<String> PSEUDO = Set.of("autofs", "binfmt_misc", "bpf", "cgroup", "cgroup2", "configfs",
			"debugfs", "devpts", "devtmpfs", "efivarfs", "fusectl", "hugetlbfs", "mqueue", "nsfs", "proc", "pstore",
			"ramfs", "rpc_pipefs", "securityfs", "squashfs", "sysfs", "tmpfs", "tracefs");

	/**
	 * How many mounts are told of.
	 */
	private static final int LIMIT = 50;

	/**
	 * How many mounts may hang before others are not read any more.
	 */
	private static final int THREADS = 4;

	private final KernelFiles proc;

	private final Function<File, Mount.Space> reader;

	private final ThreadPoolExecutor executor = new ThreadPoolExecutor(THREADS, THREADS, 5, TimeUnit.SECONDS,
			new LinkedBlockingQueue<>(LIMIT), (task) -> {
				Thread thread = new Thread(task, "sightline-mount");
				thread.setDaemon(true);
				return thread;
			}, new ThreadPoolExecutor.AbortPolicy());

	/**
	 * Create it.
	 * @param proc the files of the kernel
	 * @param reader reads the space of a directory, and may hang
	 */
	DiskMeters(KernelFiles proc, Function<File, Mount.Space> reader) {
		this.proc = proc;
		this.reader = reader;
		this.executor.allowCoreThreadTimeOut(true);
	}

	@Override
	public void bindTo(MeterRegistry registry) {
		Map<String, Mount> mounts = new LinkedHashMap<>();
		for (String line : this.proc.lines("self/mounts")) {
			String[] words = line.split(" ");
			// The same disk may be mounted many times, as files of containers are.
			if (words.length > 2 && !PSEUDO.contains(words[2]) && mounts.size() < LIMIT) {
				mounts.computeIfAbsent(words[0], (device) -> new Mount(words[1], words[2], this.reader, this.executor));
			}
		}
		mounts.forEach((device, mount) -> {
			gauge(registry, device, mount, "used", Mount.Space::used);
			gauge(registry, device, mount, "free", Mount.Space::free);
			gauge(registry, device, mount, "reserved", Mount.Space::reserved);
			mount.refresh();
		});
	}

	/**
	 * How many threads it had at most, at once.
	 */
	int threads() {
		return this.executor.getLargestPoolSize();
	}

	private static void gauge(MeterRegistry registry, String device, Mount mount, String state,
			Function<Mount.Space, Long> value) {
		Gauge.builder("system.filesystem.usage", mount, (owner) -> owner.value(value))
			.description("The space of a file system by what it is used for")
			.baseUnit("bytes")
			.tag("system.device", device)
			.tag("system.filesystem.mountpoint", mount.path())
			.tag("system.filesystem.type", mount.type())
			.tag("system.filesystem.state", state)
			.strongReference(true)
			.register(registry);
	}

	@Override
	public void destroy() {
		this.executor.shutdownNow();
	}

}
