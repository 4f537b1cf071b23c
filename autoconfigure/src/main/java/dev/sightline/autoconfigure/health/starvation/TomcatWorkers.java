package dev.sightline.autoconfigure.health.starvation;

import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import org.apache.catalina.connector.Connector;
import org.apache.coyote.ProtocolHandler;
import org.apache.tomcat.util.threads.ThreadPoolExecutor;

import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.context.WebServerInitializedEvent;
import org.springframework.context.ApplicationListener;

/**
 * The pools of Tomcat. Virtual threads are no pool.
 */
class TomcatWorkers implements ServerWorkers, ApplicationListener<WebServerInitializedEvent> {

	private final List<Workers> all = new CopyOnWriteArrayList<>();

	@Override
	public void onApplicationEvent(WebServerInitializedEvent event) {
		if (event.getWebServer() instanceof TomcatWebServer server) {
			for (Connector connector : server.getTomcat().getService().findConnectors()) {
				ProtocolHandler protocol = connector.getProtocolHandler();
				if (protocol.getExecutor() instanceof ThreadPoolExecutor pool) {
					this.all.add(new PoolWorkers(() -> !pool.getQueue().isEmpty(), pool::getCompletedTaskCount));
				}
			}
		}
	}

	@Override
	public Collection<Workers> all() {
		return this.all;
	}

}
