package dev.sightline.autoconfigure.dashboard;

import java.util.List;

import dev.sightline.autoconfigure.condition.Signal;

/**
 * The dashboard of the process, the machine, the container and their health.
 */
final class SystemDashboard {

	private static final String PAGE = "reference/system.md";

	private static final List<Signal> SYSTEM = List.of(Signal.SYSTEM);

	static final Dashboard DASHBOARD = Dashboard.of("system", "Sightline / System",
			"The process, its JVM, the machine and the container, and whether all of it is well.", List.of(),
			overview(), health(), cpu(), memory(), jvm(), disks(), container(), executors(), host(), containers());

	private SystemDashboard() {
	}

	private static Row overview() {
		return Row.of("At a glance", PAGE, SYSTEM,
				Panel.stat("Instances up", "none", "How many instances Prometheus can scrape.")
					.query("sum by (job) (up{@})", "{{job}}")
					.badBelow(1)
					.alerts("metrics", "ServiceDown", "InstanceDown"),
				Panel.stat("CPU", "percentunit", "CPU of the busiest process, as a share of all cores.")
					.query("max by (job) (process_cpu_usage{@})", "{{job}}")
					.badAbove(0.8),
				Panel
					.stat("Heap after collections", "percentunit",
							"Share of the largest heap that is used after the last collection.")
					.query("max by (job) (jvm_memory_usage_after_gc{@})", "{{job}}")
					.badAbove(0.85)
					.alerts("system", "HighHeapUsage"),
				Panel
					.stat("Open files of the limit", "percentunit",
							"Files and sockets that are open, as a share of the limit.")
					.query("max by (job) (process_open_fds{@} / process_max_fds{@})", "{{job}}")
					.badAbove(0.8),
				Panel.stat("Disk", "percentunit", "The fullest disk of the machine.")
					.query("max by (job) (sum by (job, instance, system_device) "
							+ "(system_filesystem_usage_bytes{@,system_filesystem_state='used'}) "
							+ "/ sum by (job, instance, system_device) (system_filesystem_usage_bytes{@}))", "{{job}}")
					.badAbove(0.85),
				Panel.stat("Up since", "s", "How long the youngest instance has been running.")
					.query("min by (job) (process_uptime_seconds{@})", "{{job}}")
					.alerts("system", "RestartLoop"));
	}

	private static Row health() {
		String page = "reference/health.md#metrics";
		return Row.of("Health", page, List.of(Signal.HEALTH),
				Panel.graph("Checks", "none", "Each check of the application: 1 if it is well, 0 if it fails.")
					.query("min by (check) (health_status{@})", "{{check}}")
					.share()
					.alerts("health", "CheckFailing"),
				Panel
					.graph("Duration of checks", "s", "How long a check takes. One that hangs is cut off at its limit.")
					.mean("health_check_duration_seconds", "{@}", "check"),
				Panel.graph("Changes", "none", "Checks that changed to another status. Many mean that something flaps.")
					.query("sum by (check, status) (increase(health_transitions_total{@}[@]))", "{{check}} {{status}}")
					.alerts("health", "HealthFlapping"));
	}

	private static Row cpu() {
		return Row.of("CPU", PAGE, SYSTEM,
				Panel.graph("CPU usage of the process", "percentunit", "Share of all cores that each instance uses.")
					.query("process_cpu_usage{@}", "{{job}} {{instance}}")
					.share()
					.alerts("system", "HighCpuUsage"),
				Panel
					.graph("CPU usage of the machine", "percentunit",
							"What the cores of the machine do, without idling. In a container the machine is the host.")
					.query("sum by (cpu_mode) (rate(system_cpu_time_seconds_total{@,cpu_mode!='idle'}[@])) "
							+ "/ on () group_left () sum (rate(system_cpu_time_seconds_total{@}[@]))", "{{cpu_mode}}")
					.stacked()
					.share(),
				Panel.graph("Load", "short", "Tasks that run or wait for a core, over 1, 5 and 15 minutes.")
					.query("max by (instance) (system_load_average_1m{@})", "{{instance}} 1 m")
					.query("max by (instance) (system_load_average_5m{@})", "{{instance}} 5 m")
					.query("max by (instance) (system_load_average_15m{@})", "{{instance}} 15 m")
					.query("max by (instance) (system_cpu_count{@})", "{{instance}} cores"));
	}

	private static Row memory() {
		return Row.of("Memory", PAGE, SYSTEM,
				Panel
					.graph("Memory usage of the process", "bytes",
							"Resident memory of each instance: heap, other memory of the JVM and native memory.")
					.query("process_resident_memory_bytes{@}", "{{job}} {{instance}}")
					.alerts("system", "HighMemoryUsage", "CriticalMemoryUsage"),
				Panel.graph("Memory of the machine", "bytes", "What the memory of the machine is used for.")
					.gauge("system_memory_usage_bytes", "{@}", "system_memory_state")
					.stacked(),
				Panel
					.graph("Memory and swap in use", "percentunit",
							"Share of the memory that is not available to new work, and of the swap that is used.")
					.query("1 - system_linux_memory_available_bytes{@} / system_memory_limit_bytes{@}",
							"{{instance}} memory")
					.query("sum by (instance) (system_paging_usage_bytes{@,system_paging_state='used'}) "
							+ "/ (sum by (instance) (system_paging_usage_bytes{@}) > 0)", "{{instance}} swap")
					.share()
					.alerts("system", "HighMemoryUsage", "CriticalMemoryUsage"));
	}

	private static Row jvm() {
		return Row.of("JVM", PAGE, SYSTEM,
				Panel.graph("Heap", "bytes", "Heap in use, and the most that there may be.")
					.query("sum by (instance) (jvm_memory_used_bytes{@,area='heap'})", "{{instance}} used")
					.query("sum by (instance) (jvm_memory_committed_bytes{@,area='heap'})", "{{instance}} committed")
					.query("sum by (instance) (jvm_memory_max_bytes{@,area='heap'} > 0)", "{{instance}} max")
					.alerts("system", "HighHeapUsage"),
				Panel.graph("Memory besides the heap", "bytes", "Metaspace, code and the like, by pool.")
					.gauge("jvm_memory_used_bytes", "{@,area='nonheap'}", "id")
					.stacked(),
				Panel
					.graph("Time in collections", "percentunit",
							"Share of the time in which the collector stopped the application.")
					.query("sum by (instance, action) (rate(jvm_gc_pause_seconds_sum{@}[@]))",
							"{{instance}} {{action}}")
					.alerts("system", "GcOverhead"),
				Panel.graph("Longest pause", "s", "The longest pause of the collector in the last minutes.")
					.query("max by (instance, cause) (jvm_gc_pause_seconds_max{@})", "{{instance}} {{cause}}"),
				Panel.graph("Allocation", "Bps", "Bytes that are allocated in a second.")
					.rate("jvm_gc_memory_allocated_bytes_total", "{@}", "instance"),
				Panel.graph("Threads", "none", "Threads of the platform, by state.")
					.gauge("jvm_threads_states_threads", "{@}", "state")
					.stacked()
					.alerts("system", "ThreadsBlocked"));
	}

	private static Row disks() {
		return Row.of("Disks, files and networks", PAGE, SYSTEM,
				Panel.graph("Disk usage", "percentunit", "Share of each disk that is used.")
					.query("sum by (instance, system_filesystem_mountpoint) "
							+ "(system_filesystem_usage_bytes{@,system_filesystem_state='used'}) "
							+ "/ sum by (instance, system_filesystem_mountpoint) (system_filesystem_usage_bytes{@})",
							"{{instance}} {{system_filesystem_mountpoint}}")
					.share()
					.alerts("system", "DiskSpaceLow", "DiskSpaceCritical"),
				Panel.graph("Open files", "none", "Files and sockets that each instance has open, and how many it may.")
					.query("process_open_fds{@}", "{{instance}} open")
					.query("process_max_fds{@}", "{{instance}} limit")
					.alerts("system", "TooManyOpenFiles"),
				Panel.graph("Network I/O", "Bps", "Bytes that come and go by each interface of the machine.")
					.rate("system_network_io_bytes_total", "{@}", "network_interface_name, network_io_direction"),
				Panel.graph("Network errors", "pps", "Packets that could not be read or sent.")
					.rate("system_network_errors_total", "{@}", "network_interface_name, network_io_direction"));
	}

	private static Row container() {
		return Row.of("Container, as the application sees it", PAGE, SYSTEM,
				Panel.graph("Memory of the container", "bytes", "What the container of each instance uses and may use.")
					.query("container_memory_usage_bytes{@}", "{{instance}} used")
					.query("container_memory_limit_bytes{@} < +Inf", "{{instance}} limit")
					.alerts("system", "HighMemoryUsage", "CriticalMemoryUsage"),
				Panel.graph("CPU of the container", "none", "Cores that the container uses, and how many it may use.")
					.query("rate(container_cpu_time_seconds_total{@}[@])", "{{instance}} used")
					.query("container_cpu_limit_cores{@} < +Inf", "{{instance}} limit"),
				Panel
					.graph("Throttled", "percentunit",
							"Share of the time in which the container had to wait, since it had used up its cores.")
					.query("rate(container_cpu_throttled_time_seconds_total{@}[@])", "{{instance}}")
					.alerts("system", "CpuThrottled"));
	}

	private static Row executors() {
		return Row.of("Executors", PAGE, SYSTEM,
				Panel.graph("Busy threads", "none", "Threads of executors that work.")
					.gauge("executor_active_threads", "{@}", "name"),
				Panel.graph("Queued tasks", "none", "Tasks that wait for a thread of their executor.")
					.gauge("executor_queued_tasks", "{@}", "name")
					.alerts("system", "ExecutorQueueFull"),
				Panel.graph("Scheduled methods", "s", "Mean time of a run of each scheduled method.")
					.mean("tasks_scheduled_execution_seconds", "{@}", "code_function"),
				Panel.graph("Runs of scheduled methods", "none", "Runs of each scheduled method by how they ended.")
					.query("sum by (code_function, outcome) (increase(tasks_scheduled_execution_seconds_count{@}[@]))",
							"{{code_function}} {{outcome}}")
					.alerts("system", "ScheduledTaskFailing"));
	}

	private static Row host() {
		return Row.of("Hosts, by the node exporter", PAGE, SYSTEM,
				Panel.graph("CPU usage of hosts", "percentunit", "Share of the cores of each host that is busy.")
					.query("1 - avg by (instance) (rate(node_cpu_seconds_total{mode='idle'}[@]))", "{{instance}}")
					.share()
					.alerts("node", "NodeDown", "HighNodeCpu"),
				Panel.graph("Memory usage of hosts", "percentunit", "Share of the memory that is not available.")
					.query("1 - node_memory_MemAvailable_bytes / node_memory_MemTotal_bytes", "{{instance}}")
					.share()
					.alerts("node", "HighNodeMemory"),
				Panel.graph("Disk usage of hosts", "percentunit", "Share of each file system that is used.")
					.query("1 - node_filesystem_avail_bytes{fstype!~'tmpfs|overlay|squashfs'} "
							+ "/ node_filesystem_size_bytes{fstype!~'tmpfs|overlay|squashfs'}",
							"{{instance}} {{mountpoint}}")
					.share()
					.alerts("node", "NodeDiskSpaceLow", "NodeDiskSpaceCritical"),
				Panel.graph("Inodes of hosts", "percentunit", "Share of the inodes of each file system that is taken.")
					.query("1 - node_filesystem_files_free{fstype!~'tmpfs|overlay|squashfs'} "
							+ "/ (node_filesystem_files{fstype!~'tmpfs|overlay|squashfs'} > 0)",
							"{{instance}} {{mountpoint}}")
					.share()
					.alerts("node", "NodeInodesLow"),
				Panel.graph("Network I/O of hosts", "Bps", "Bytes that come and go, without the loopback.")
					.query("sum by (instance) (rate(node_network_receive_bytes_total{device!='lo'}[@]))",
							"{{instance}} in")
					.query("sum by (instance) (rate(node_network_transmit_bytes_total{device!='lo'}[@]))",
							"{{instance}} out"));
	}

	private static Row containers() {
		return Row.of("Containers, by cAdvisor", PAGE, SYSTEM,
				Panel.graph("CPU of containers", "none", "Cores that each container uses.")
					.query("sum by (namespace, pod, name) (rate(container_cpu_usage_seconds_total{image!=''}[@]))",
							"{{namespace}} {{pod}} {{name}}")
					.alerts("container", "ContainerHighCpu"),
				Panel.graph("Memory of containers", "bytes", "What each container uses and can not give back.")
					.query("sum by (namespace, pod, name) (container_memory_working_set_bytes{image!=''})",
							"{{namespace}} {{pod}} {{name}}")
					.alerts("container", "ContainerHighMemory"),
				Panel.graph("Network of containers", "Bps", "Bytes that come and go.")
					.query("sum by (namespace, pod, name) (rate(container_network_receive_bytes_total{image!=''}[@]))",
							"{{namespace}} {{pod}} {{name}} in")
					.query("sum by (namespace, pod, name) (rate(container_network_transmit_bytes_total{image!=''}[@]))",
							"{{namespace}} {{pod}} {{name}} out"),
				Panel
					.graph("Throttled containers", "percentunit",
							"Share of the periods in which a container had to wait.")
					.query("sum by (namespace, pod, name) (rate(container_cpu_cfs_throttled_periods_total{image!=''}[@])) "
							+ "/ sum by (namespace, pod, name) (rate(container_cpu_cfs_periods_total{image!=''}[@]))",
							"{{namespace}} {{pod}} {{name}}")
					.share()
					.alerts("container", "ContainerThrottled"),
				Panel.graph("Age of containers", "s", "How long each container has been running.")
					.query("time() - max by (namespace, pod, name) (container_start_time_seconds{image!=''})",
							"{{namespace}} {{pod}} {{name}}")
					.alerts("container", "ContainerRestartLoop"));
	}

}
