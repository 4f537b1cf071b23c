package dev.sightline.autoconfigure.http.server;

import java.util.List;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.CorsEndpointProperties;
import org.springframework.boot.actuate.autoconfigure.endpoint.web.WebEndpointProperties;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextType;
import org.springframework.boot.actuate.endpoint.EndpointsSupplier;
import org.springframework.boot.actuate.endpoint.ExposableEndpoint;
import org.springframework.boot.actuate.endpoint.web.EndpointLinksResolver;
import org.springframework.boot.actuate.endpoint.web.EndpointMapping;
import org.springframework.boot.actuate.endpoint.web.EndpointMediaTypes;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoint;
import org.springframework.boot.actuate.endpoint.web.WebEndpointsSupplier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication.Type;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.webmvc.actuate.endpoint.web.WebMvcEndpointHandlerMapping;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.util.StringUtils;
import org.springframework.web.servlet.DispatcherServlet;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

import dev.sightline.autoconfigure.condition.ConditionalOnEnabledSignal;
import dev.sightline.autoconfigure.condition.Signal;

/**
 * Configuration of a mapping of the endpoints that costs the requests to the rest of the
 * application nothing. It comes before Spring Boot's, which then backs off, as long as
 * both share a port, which is when those requests pass it.
 */
@ManagementContextConfiguration(value = ManagementContextType.SAME, proxyBeanMethods = false)
@Order(0)
@ConditionalOnClass({ WebMvcEndpointHandlerMapping.class, DispatcherServlet.class })
@ConditionalOnWebApplication(type = Type.SERVLET)
@ConditionalOnEnabledSignal(Signal.HTTP)
@EnableConfigurationProperties(CorsEndpointProperties.class)
class EndpointMappingConfiguration {

	@Bean
	@ConditionalOnBean({ DispatcherServlet.class, WebEndpointsSupplier.class })
	@ConditionalOnMissingBean
	WebMvcEndpointHandlerMapping webEndpointServletHandlerMapping(WebEndpointsSupplier webEndpoints,
			ObjectProvider<EndpointsSupplier<?>> suppliers, EndpointMediaTypes mediaTypes, CorsEndpointProperties cors,
			WebEndpointProperties properties) {
		String basePath = properties.getBasePath();
		List<ExposableEndpoint<?>> linked = suppliers.stream()
			.<ExposableEndpoint<?>>flatMap((supplier) -> supplier.getEndpoints().stream())
			.filter(PathMappedEndpoint.class::isInstance)
			.toList();
		boolean listed = properties.getDiscovery().isEnabled() && StringUtils.hasText(basePath);
		return new BasePathEndpointHandlerMapping(new EndpointMapping(basePath), webEndpoints.getEndpoints(),
				mediaTypes, cors.toCorsConfiguration(), new EndpointLinksResolver(linked, basePath), listed);
	}

	/**
	 * Spring Boot asks its mapping of controller endpoints, which are deprecated, on
	 * every request even if there is none. What finds nothing may as well come last.
	 */
	@Bean
	static BeanPostProcessor sightlineControllerEndpointPostProcessor() {
		return new BeanPostProcessor() {

			@Override
			public Object postProcessAfterInitialization(Object bean, String beanName) {
				if ("controllerEndpointHandlerMapping".equals(beanName)
						&& bean instanceof RequestMappingInfoHandlerMapping mapping
						&& mapping.getHandlerMethods().isEmpty()) {
					mapping.setOrder(Ordered.LOWEST_PRECEDENCE);
				}
				return bean;
			}

		};
	}

}
