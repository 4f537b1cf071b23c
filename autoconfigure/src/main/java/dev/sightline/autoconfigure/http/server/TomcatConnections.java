package dev.sightline.autoconfigure.http.server;

import java.util.concurrent.Executor;
import java.util.function.ToDoubleFunction;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.BaseUnits;
import org.apache.catalina.connector.Connector;
import org.apache.coyote.AbstractProtocol;
import org.apache.tomcat.util.threads.ThreadPoolExecutor;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;

import dev.sightline.autoconfigure.bounded.Guard;

/**
 * Tells of the threads and connections of Tomcat, by the names of Micrometer's
 * {@link io.micrometer.core.instrument.binder.tomcat.TomcatMetrics}. That one asks
 * MBeans, which Tomcat takes long to make.
 */
class TomcatConnections implements ApplicationListener<WebServerInitializedEvent> {

	private final ObjectProvider<MeterRegistry> registry;

	private final Guard guard = new Guard(LoggerFactory.getLogger(TomcatConnections.class),
			"The threads and connections of the server are not counted. This is told once.");

	TomcatConnections(ObjectProvider<MeterRegistry> registry) {
		this.registry = registry;
	}

	@Override
	public void onApplicationEvent(WebServerInitializedEvent event) {
		if (event.getWebServer() instanceof TomcatWebServer server) {
			this.guard.run(() -> this.registry.ifAvailable((registry) -> {
				for (Connector connector : server.getTomcat().getService().findConnectors()) {
					if (connector.getProtocolHandler() instanceof AbstractProtocol<?> protocol) {
						bind(registry, protocol);
					}
				}
			}));
		}
	}

	private static void bind(MeterRegistry registry, AbstractProtocol<?> protocol) {
		gauge(registry, protocol, "connections.current", "Connections that are open", BaseUnits.CONNECTIONS,
				AbstractProtocol::getConnectionCount);
		gauge(registry, protocol, "connections.config.max", "Connections that may be open", BaseUnits.CONNECTIONS,
				AbstractProtocol::getMaxConnections);
		gauge(registry, protocol, "threads.config.max", "Threads that there may be", BaseUnits.THREADS,
				AbstractProtocol::getMaxThreads);
		Executor executor = protocol.getExecutor();
		// Virtual threads are not counted by anybody.
		if (executor instanceof ThreadPoolExecutor) {
			gauge(registry, protocol, "threads.busy", "Threads that work", BaseUnits.THREADS,
					(handler) -> pool(handler).getActiveCount());
			gauge(registry, protocol, "threads.current", "Threads that there are", BaseUnits.THREADS,
					(handler) -> pool(handler).getPoolSize());
		}
	}

	private static ThreadPoolExecutor pool(AbstractProtocol<?> protocol) {
		return (ThreadPoolExecutor) protocol.getExecutor();
	}

	private static void gauge(MeterRegistry registry, AbstractProtocol<?> protocol, String name, String description,
			String unit, ToDoubleFunction<AbstractProtocol<?>> value) {
		Gauge.builder("tomcat." + name, protocol, value)
			.description(description)
			.tag("name", protocol.getName().replace("\"", ""))
			.baseUnit(unit)
			.register(registry);
	}

}
