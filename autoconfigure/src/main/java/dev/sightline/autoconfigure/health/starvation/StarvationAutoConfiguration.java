package dev.sightline.autoconfigure.health.starvation;

import org.apache.coyote.ProtocolHandler;
import reactor.netty.http.server.HttpServer;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.registry.HealthContributorRegistry;
import org.springframework.boot.reactor.netty.NettyReactiveWebServerFactory;
import org.springframework.boot.tomcat.TomcatWebServer;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;
import dev.sightline.autoconfigure.health.HealthCheckAutoConfiguration;
import dev.sightline.autoconfigure.health.HealthProperties;

/**
 * Auto-configuration for checks of the threads of the server and of executors.
 */
@AutoConfiguration(after = HealthCheckAutoConfiguration.class)
@ConditionalOnClass(HealthContributorRegistry.class)
@ConditionalOnBean({ HealthContributorRegistry.class, HealthProperties.class })
@ConditionalOnBooleanProperty("sightline.health.starvation.enabled")
@ConditionalOnEnabledSignal(Signal.HEALTH)
@EnableConfigurationProperties(StarvationProperties.class)
public final class StarvationAutoConfiguration {

	@Bean
	@ConditionalOnMissingBean(name = { "starvationHealthContributor", "starvationHealthIndicator" })
	StarvationHealthContributor starvationHealthContributor(StarvationProperties properties,
			ObjectProvider<ServerWorkers> servers, ConfigurableListableBeanFactory beanFactory) {
		return new StarvationHealthContributor(servers.orderedStream().toList(),
				new ExecutorBeans(beanFactory, properties.getExecutors()),
				HealthProperties.positive(StarvationProperties.THRESHOLD, properties.getThreshold()));
	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ ProtocolHandler.class, TomcatWebServer.class })
	@ConditionalOnWebApplication
	static class TomcatServers {

		@Bean
		TomcatWorkers sightlineTomcatWorkers() {
			return new TomcatWorkers();
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ConditionalOnClass({ HttpServer.class, NettyReactiveWebServerFactory.class })
	@ConditionalOnWebApplication(type = Type.REACTIVE)
	static class NettyServers {

		@Bean
		NettyWorkers sightlineNettyWorkers() {
			return new NettyWorkers();
		}

		@Bean
		WebServerFactoryCustomizer<NettyReactiveWebServerFactory> sightlineNettyWorkersCustomizer(
				NettyWorkers workers) {
			return (factory) -> factory.addServerCustomizers(workers);
		}

	}

}
