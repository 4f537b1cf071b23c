package dev.sightline.autoconfigure.system;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;

import io.micrometer.core.instrument.binder.MeterBinder;
import io.micrometer.core.instrument.binder.system.FileDescriptorMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.core.instrument.binder.system.UptimeMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

/**
 * Tests for what is read of the machine, on files as Linux writes them, and on the real
 * ones.
 */
class SystemMetersTests {

	private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

	@TempDir
	private Path folder;

	@Test
	void shouldTellTheTimeOfEachCoreAndTheLoad() throws IOException {
		write("stat", """
				cpu  300 0 0 0 0 0 0 0 0 0
				cpu0 100 200 300 400 500 600 700 800 50 60
				cpu1 200 0 0 0 0 0 0
				intr 7 8
				ctxt 9
				""");
		write("loadavg", "0.50 0.75 1.25 2/300 4000\n");
		assertThat(scrape(new CpuMeters(proc()))).contains(cpu("0", "user", "1.0"), cpu("0", "nice", "2.0"),
				cpu("0", "system", "3.0"), cpu("0", "idle", "4.0"), cpu("0", "iowait", "5.0"),
				cpu("0", "interrupt", "13.0"), cpu("0", "steal", "8.0"), cpu("1", "user", "2.0"),
				"system_load_average_5m 0.75", "system_load_average_15m 1.25");
	}

	@Test
	void shouldNotGoBackWhereTheKernelDoes() throws IOException {
		AtomicLong clock = new AtomicLong();
		write("stat", "cpu0 100 200 300 400 500 600 700 800\n");
		assertThat(scrape(new CpuMeters(proc(), clock::get))).contains(cpu("0", "iowait", "5.0"));
		write("stat", "cpu0 150 200 300 400 450 600 700 800\n");
		clock.set(TimeUnit.SECONDS.toNanos(1));
		assertThat(this.registry.scrape()).contains(cpu("0", "iowait", "5.0"), cpu("0", "user", "1.5"));
	}

	@Test
	void shouldTellMemoryAndSwapByState() throws IOException {
		write("meminfo", """
				MemTotal:       1000 kB
				MemFree:         100 kB
				MemAvailable:    400 kB
				Buffers:          20 kB
				Cached:          200 kB
				SwapTotal:        50 kB
				SwapFree:         10 kB
				SReclaimable:     30 kB
				HugePages_Total:   0
				""");
		assertThat(scrape(new MemoryMeters(proc()))).contains("system_memory_limit_bytes 1024000.0",
				"system_linux_memory_available_bytes 409600.0",
				"system_memory_usage_bytes{system_memory_state=\"used\"} 665600.0",
				"system_memory_usage_bytes{system_memory_state=\"free\"} 102400.0",
				"system_memory_usage_bytes{system_memory_state=\"buffers\"} 20480.0",
				"system_memory_usage_bytes{system_memory_state=\"cached\"} 235520.0",
				"system_paging_usage_bytes{system_paging_state=\"used\"} 40960.0",
				"system_paging_usage_bytes{system_paging_state=\"free\"} 10240.0");
	}

	@Test
	void shouldTellBytesAndErrorsOfInterfaces() throws IOException {
		write("net/dev", """
				Inter-|   Receive                                                |  Transmit
				 face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop
				  eth0: 1000 10 1 2 0 0 0 0 2000 20 3 4 0 0 0 0
				veth12: 5 5 5 5 0 0 0 0 5 5 5 5 0 0 0 0
				    lo:70 1 0 0 0 0 0 0 80 1 0 0 0 0 0 0
				""");
		String eth0 = "network_interface_name=\"eth0\",network_io_direction=";
		assertThat(scrape(new NetworkMeters(proc())))
			.contains("system_network_io_bytes_total{" + eth0 + "\"receive\"} 1000.0",
					"system_network_io_bytes_total{" + eth0 + "\"transmit\"} 2000.0",
					"system_network_errors_total{" + eth0 + "\"receive\"} 1.0",
					"system_network_errors_total{" + eth0 + "\"transmit\"} 3.0",
					"\"lo\",network_io_direction=\"receive\"} 70")
			.doesNotContain("veth", "Inter", "face\"");
	}

	@Test
	void shouldTellTheLimitsOfItsContainer() throws IOException {
		write("self/cgroup", "0::/app\n");
		write("cgroups/app/memory.max", "1048576\n");
		write("cgroups/app/memory.current", "65536\n");
		write("cgroups/app/cpu.max", "150000 100000\n");
		write("cgroups/app/cpu.stat", "usage_usec 2500000\nnr_throttled 4\nthrottled_usec 500000\n");
		assertThat(scrape(new ContainerMeters(proc(), this.folder.resolve("cgroups")))).contains(
				"container_memory_limit_bytes 1048576.0", "container_memory_usage_bytes 65536.0",
				"container_cpu_limit_cores 1.5", "container_cpu_time_seconds_total 2.5",
				"container_cpu_throttled_time_seconds_total 0.5");
		write("cgroups/app/memory.max", "max\n");
		write("cgroups/app/cpu.max", "max 100000\n");
		assertThat(scrape(new ContainerMeters(proc(), this.folder.resolve("cgroups")), true))
			.contains("container_memory_limit_bytes +Inf", "container_cpu_limit_cores +Inf");
	}

	@Test
	@EnabledOnOs(OS.LINUX)
	void shouldReadTheRealFilesBesideMicrometersBinders() {
		KernelFiles proc = new KernelFiles(Path.of("/proc"));
		DiskMeters disks = new DiskMeters(proc, Mount.Space::of);
		try {
			for (MeterBinder binder : new MeterBinder[] { new ProcessorMetrics(), new FileDescriptorMetrics(),
					new UptimeMetrics(), new CpuMeters(proc), new MemoryMeters(proc), new NetworkMeters(proc),
					new ProcessMeters(proc), new ContainerMeters(proc, Path.of("/sys/fs/cgroup")), disks }) {
				binder.bindTo(this.registry);
			}
			await().untilAsserted(() -> assertThat(this.registry.scrape())
				.containsPattern("system_filesystem_usage_bytes\\{[^}]*state=\"free\"[^}]*} [1-9]"));
			assertThat(this.registry.scrape()).containsPattern("process_resident_memory_bytes [1-9]")
				.containsPattern("process_virtual_memory_bytes [1-9]")
				.containsPattern("process_cpu_seconds_total [0-9.]*[1-9]")
				.containsPattern("process_open_fds [1-9]")
				.containsPattern("process_max_fds [1-9]")
				.containsPattern("process_start_time_seconds 1\\.\\d+E9")
				.containsPattern("system_cpu_time_seconds_total\\{[^}]*mode=\"user\"} [0-9.]*[1-9]")
				.containsPattern("system_memory_limit_bytes [1-9]");
		}
		finally {
			disks.destroy();
		}
	}

	@Test
	void shouldAddNothingWhereNothingCanBeRead() throws IOException {
		// Root may read anything, so that a directory stands for what it may not.
		for (String file : new String[] { "stat", "loadavg", "meminfo", "net/dev", "self/status", "self/mounts",
				"self/cgroup" }) {
			Files.createDirectories(this.folder.resolve(file));
		}
		DiskMeters disks = new DiskMeters(proc(), Mount.Space::of);
		try {
			for (MeterBinder binder : new MeterBinder[] { new CpuMeters(proc()), new MemoryMeters(proc()),
					new NetworkMeters(proc()), new ContainerMeters(proc(), this.folder), disks }) {
				binder.bindTo(this.registry);
			}
			assertThat(this.registry.getMeters()).isEmpty();
			new ProcessMeters(proc()).bindTo(this.registry);
			assertThat(this.registry.scrape()).doesNotContain("memory");
		}
		finally {
			disks.destroy();
		}
	}

	@Test
	void shouldNotTellWhatCanNoLongerBeRead() throws IOException {
		write("meminfo", "MemTotal: 1000 kB\n");
		KernelFiles proc = proc();
		AtomicLong clock = new AtomicLong();
		Cached<Double> total = new Cached<>(() -> KernelFiles.at(proc.table("meminfo"), "MemTotal", 0), clock::get);
		assertThat(total.get()).isEqualTo(1000);
		Files.delete(this.folder.resolve("meminfo"));
		clock.set(TimeUnit.SECONDS.toNanos(1) - 1);
		assertThat(total.get()).as("within a second").isEqualTo(1000);
		clock.set(TimeUnit.SECONDS.toNanos(1));
		assertThat(total.get()).isNaN();
	}

	@Test
	void shouldNotWaitForAMountThatHangs() throws IOException {
		write("self/mounts", """
				proc /proc proc rw 0 0
				server:/share /hangs nfs rw 0 0
				/dev/sda1 /with\\040space ext4 rw 0 0
				/dev/sda1 /etc/hosts ext4 rw 0 0
				""");
		CountDownLatch never = new CountDownLatch(1);
		// In place of a server that is gone.
		Function<File, Mount.Space> reader = (directory) -> {
			if (directory.getPath().equals("/hangs")) {
				awaitUninterruptibly(never);
			}
			return new Mount.Space(1, 2, 3);
		};
		DiskMeters disks = new DiskMeters(proc(), reader);
		try {
			disks.bindTo(this.registry);
			String sda = "{system_device=\"/dev/sda1\",system_filesystem_mountpoint=\"/with space\",system_filesystem_state=";
			await().untilAsserted(() -> assertThat(this.registry.scrape())
				.contains(sda + "\"used\",system_filesystem_type=\"ext4\"} 1.0",
						sda + "\"free\",system_filesystem_type=\"ext4\"} 2.0",
						sda + "\"reserved\",system_filesystem_type=\"ext4\"} 3.0")
				.containsPattern("mountpoint=\"/hangs\"[^}]*} NaN")
				.doesNotContain("/proc", "hosts"));
			assertThat(disks.threads()).isLessThanOrEqualTo(4);
		}
		finally {
			never.countDown();
			disks.destroy();
		}
	}

	@Test
	void shouldReadAMountAgainThatNobodyHadTimeFor() {
		AtomicBoolean full = new AtomicBoolean(true);
		Mount mount = new Mount("/", "ext4", (directory) -> new Mount.Space(1, 2, 3), (task) -> {
			if (full.get()) {
				throw new RejectedExecutionException();
			}
			task.run();
		});
		assertThat(mount.value(Mount.Space::free)).isNaN();
		full.set(false);
		mount.refresh();
		assertThat(mount.value(Mount.Space::free)).isEqualTo(2);
	}

	private String scrape(MeterBinder binder) {
		return scrape(binder, false);
	}

	private String scrape(MeterBinder binder, boolean again) {
		if (again) {
			this.registry.clear();
		}
		binder.bindTo(this.registry);
		return this.registry.scrape();
	}

	private KernelFiles proc() {
		return new KernelFiles(this.folder);
	}

	private void write(String file, String content) throws IOException {
		Path path = this.folder.resolve(file);
		Files.createDirectories(path.getParent());
		Files.writeString(path, content);
	}

	private static String cpu(String core, String mode, String seconds) {
		return "system_cpu_time_seconds_total{cpu_logical_number=\"" + core + "\",cpu_mode=\"" + mode + "\"} "
				+ seconds;
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

}
