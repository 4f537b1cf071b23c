package dev.sightline.autoconfigure.system;

import java.nio.file.Path;

import io.micrometer.core.instrument.MeterRegistry;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.micrometer.metrics.autoconfigure.MetricsAutoConfiguration;
import org.springframework.context.annotation.Bean;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;

/**
 * Auto-configuration for what the binders of Micrometer do not tell of the machine. It
 * adds what the files of Linux tell, and nothing where there are none.
 */
@AutoConfiguration
@ConditionalOnClass({ MeterRegistry.class, MetricsAutoConfiguration.class })
@ConditionalOnEnabledSignal(Signal.SYSTEM)
public final class SystemMetersAutoConfiguration {

	private final KernelFiles proc = new KernelFiles(Path.of("/proc"));

	@Bean
	CpuMeters sightlineCpuMeters() {
		return new CpuMeters(this.proc);
	}

	@Bean
	MemoryMeters sightlineMemoryMeters() {
		return new MemoryMeters(this.proc);
	}

	@Bean
	NetworkMeters sightlineNetworkMeters() {
		return new NetworkMeters(this.proc);
	}

	@Bean
	ProcessMeters sightlineProcessMeters() {
		return new ProcessMeters(this.proc);
	}

	@Bean
	ContainerMeters sightlineContainerMeters() {
		return new ContainerMeters(this.proc, Path.of("/sys/fs/cgroup"));
	}

	@Bean
	DiskMeters sightlineDiskMeters() {
		return new DiskMeters(this.proc, Mount.Space::of);
	}

}
