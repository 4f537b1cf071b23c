package dev.sightline.autoconfigure.alert;

import java.util.List;

import dev.sightline.autoconfigure.condition.Signal;

/**
 * Alerts about the JVM, the process and the machine as the application sees it.
 */
final class SystemAlerts {

	private static final AlertGroup GROUP = AlertGroup.of(Signal.SYSTEM);

	private static final String MEMORY = """
			(process_resident_memory_bytes{${app}} / container_memory_limit_bytes{${app}} > ${limit})
			or (1 - system_linux_memory_available_bytes{${app}} / system_memory_limit_bytes{${app}} > ${limit})
			""";

	private static final String DISK = """
			1 - disk_free_bytes{${app}} / disk_total_bytes{${app}} > ${limit}
			""";

	/**
	 * A task may run once a night: what it did in the last hour is what its counter grew
	 * by, or all of a counter that was not there before.
	 */
	private static final String TASKS = """
			sum by (${by}, code_namespace, code_function) (
			  (increase(tasks_scheduled_execution_seconds_count{${app}, outcome="ERROR"}[1h]) > 0)
			  or (tasks_scheduled_execution_seconds_count{${app}, outcome="ERROR"}
			    unless tasks_scheduled_execution_seconds_count{${app}, outcome="ERROR"} offset 1h)
			) / sum by (${by}, code_namespace, code_function) (
			  (increase(tasks_scheduled_execution_seconds_count{${app}}[1h]) > 0)
			  or (tasks_scheduled_execution_seconds_count{${app}}
			    unless tasks_scheduled_execution_seconds_count{${app}} offset 1h)
			) > ${limit}
			""";

	private SystemAlerts() {
	}

	static List<AlertDefinition> all() {
		return List.of(
				GROUP.warning("HighCpuUsage")
					.limit(0.8, Unit.RATIO)
					.minutes(10)
					.when("""
							process_cpu_usage{${app}} > ${limit}
							""")
					.says("${service} is short of CPU",
							"{{ $labels.instance }} uses {{ $value | humanizePercentage }} of its cores."),
				GROUP.warning("CpuThrottled")
					.limit(0.25, Unit.COUNT)
					.minutes(10)
					.when("""
							rate(container_cpu_throttled_time_seconds_total{${app}}[5m]) > ${limit}
							""")
					.says("The container of ${service} is throttled",
							"{{ $labels.instance }} waits {{ $value | humanize }} seconds in each second for CPU that its limit does not give."),
				GROUP.warning("HighMemoryUsage")
					.limit(0.85, Unit.RATIO)
					.minutes(5)
					.when(MEMORY)
					.says("${service} is short of memory",
							"{{ $value | humanizePercentage }} of the memory of {{ $labels.instance }} is in use."),
				GROUP.high("CriticalMemoryUsage")
					.limit(0.95, Unit.RATIO)
					.minutes(2)
					.when(MEMORY)
					.says("${service} has hardly any memory left",
							"{{ $value | humanizePercentage }} of the memory of {{ $labels.instance }} is in use. Linux may kill the process."),
				GROUP.warning("HighHeapUsage")
					.limit(0.85, Unit.RATIO)
					.minutes(10)
					.when("""
							jvm_memory_usage_after_gc{${app}} > ${limit}
							""")
					.says("The heap of ${service} is nearly full",
							"{{ $value | humanizePercentage }} of the heap of {{ $labels.instance }} was still in use after the last collection."),
				GROUP.warning("GcOverhead")
					.limit(0.2, Unit.RATIO)
					.minutes(10)
					.when("""
							jvm_gc_overhead{${app}} > ${limit}
							""")
					.says("${service} works for its garbage collector",
							"{{ $labels.instance }} spends {{ $value | humanizePercentage }} of its CPU time on garbage collection."),
				GROUP.warning("ThreadsBlocked")
					.limit(20, Unit.COUNT)
					.minutes(5)
					.when("""
							jvm_threads_states_threads{${app}, state="blocked"} > ${limit}
							""")
					.says("Threads of ${service} wait for locks",
							"{{ $value }} threads of {{ $labels.instance }} wait for a lock."),
				GROUP.warning("ExecutorQueueFull")
					.limit(0.9, Unit.RATIO)
					.minutes(5)
					.when("""
							executor_queued_tasks{${app}} / (executor_queued_tasks{${app}} + executor_queue_remaining_tasks{${app}}) > ${limit}
							""")
					.says("An executor of ${service} is nearly full",
							"The queue of {{ $labels.name }} on {{ $labels.instance }} is {{ $value | humanizePercentage }} full. Tasks are rejected once it is."),
				GROUP.warning("ScheduledTaskFailing")
					.needs((present) -> present.hasBean(
							List.of("org.springframework.scheduling.annotation.ScheduledAnnotationBeanPostProcessor")))
					.limit(0.2, Unit.RATIO)
					.minutes(2)
					.when(TASKS)
					.says("A scheduled task of ${service} fails in more than ${limit} of its runs",
							"{{ $value | humanizePercentage }} of the runs of {{ $labels.code_namespace }}.{{ $labels.code_function }} in the last hour failed."),
				GROUP.warning("DiskSpaceLow")
					.limit(0.85, Unit.RATIO)
					.minutes(5)
					.when(DISK)
					.says("A disk of ${service} is filling",
							"{{ $value | humanizePercentage }} of {{ $labels.path }} on {{ $labels.instance }} is in use."),
				GROUP.critical("DiskSpaceCritical")
					.limit(0.95, Unit.RATIO)
					.minutes(2)
					.when(DISK)
					.says("A disk of ${service} is nearly full",
							"{{ $value | humanizePercentage }} of {{ $labels.path }} on {{ $labels.instance }} is in use."),
				GROUP.high("TooManyOpenFiles")
					.limit(0.8, Unit.RATIO)
					.minutes(5)
					.when("""
							process_open_fds{${app}} / process_max_fds{${app}} > ${limit}
							""")
					.says("${service} has nearly as many open files as it may",
							"{{ $value | humanizePercentage }} of the files and sockets that {{ $labels.instance }} may open are open."),
				GROUP.high("RestartLoop")
					.limit(2, Unit.COUNT)
					.when("""
							changes(process_start_time_seconds{${app}}[30m]) > ${limit}
							""")
					.says("${service} restarts again and again",
							"{{ $labels.instance }} was started {{ $value }} times in 30 minutes."));
	}

}
