package dev.sightline.autoconfigure.tracing.context;

import java.util.Map;

import org.slf4j.MDC;

import org.springframework.core.task.TaskDecorator;

/**
 * Brings what the application put into the MDC to the thread of a task, and takes it away
 * again.
 */
class MdcTaskDecorator implements TaskDecorator {

	@Override
	public Runnable decorate(Runnable task) {
		Map<String, String> context = MDC.getCopyOfContextMap();
		if (context == null || context.isEmpty()) {
			return task;
		}
		return () -> {
			Map<String, String> before = MDC.getCopyOfContextMap();
			MDC.setContextMap(context);
			try {
				task.run();
			}
			finally {
				if (before != null) {
					MDC.setContextMap(before);
				}
				else {
					MDC.clear();
				}
			}
		};
	}

}
