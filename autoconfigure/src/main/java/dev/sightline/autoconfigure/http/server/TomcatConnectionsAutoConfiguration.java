package dev.sightline.autoconfigure.http.server;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.coyote.AbstractProtocol;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.context.annotation.Bean;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;

/**
 * Auto-configuration for the threads and connections of Tomcat.
 */
@AutoConfiguration
@ConditionalOnClass({ MeterRegistry.class, AbstractProtocol.class, TomcatWebServer.class })
@ConditionalOnWebApplication
@ConditionalOnEnabledSignal(Signal.HTTP)
public final class TomcatConnectionsAutoConfiguration {

	@Bean
	TomcatConnections sightlineTomcatConnections(ObjectProvider<MeterRegistry> registry) {
		return new TomcatConnections(registry);
	}

}
