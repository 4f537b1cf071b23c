package dev.sightline.autoconfigure.health;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.ApiVersion;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.actuate.endpoint.web.WebServerNamespace;
import org.springframework.boot.health.actuate.endpoint.HealthDescriptor;
import org.springframework.boot.health.actuate.endpoint.ReactiveHealthEndpointWebExtension;
import org.springframework.core.Ordered;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.handler.AbstractUrlHandlerMapping;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Answers the probes of a reactive application.
 */
class ReactiveProbeFilter implements WebFilter, Ordered {

	private final ObjectProvider<ReactiveHealthEndpointWebExtension> health;

	private final ObjectProvider<HandlerMapping> handlerMappings;

	private volatile @Nullable Set<String> paths;

	ReactiveProbeFilter(ObjectProvider<ReactiveHealthEndpointWebExtension> health,
			ObjectProvider<HandlerMapping> handlerMappings) {
		this.health = health;
		this.handlerMappings = handlerMappings;
	}

	@Override
	public int getOrder() {
		return Ordered.HIGHEST_PRECEDENCE;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		HttpMethod method = exchange.getRequest().getMethod();
		String path = exchange.getRequest().getPath().pathWithinApplication().value();
		String[] group = Probe.group(path);
		if (group == null || !Probe.isRead(method.name()) || !paths().contains(path)) {
			return chain.filter(exchange);
		}
		return this.health.getObject()
			.health(ApiVersion.V3, WebServerNamespace.SERVER, SecurityContext.NONE, group)
			.flatMap((response) -> answer(exchange.getResponse(), method, response));
	}

	private Mono<Void> answer(ServerHttpResponse response, HttpMethod method,
			WebEndpointResponse<? extends HealthDescriptor> health) {
		byte[] body = Probe.body(health);
		response.setStatusCode(HttpStatusCode.valueOf(health.getStatus()));
		response.getHeaders().setCacheControl("no-store");
		response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
		response.getHeaders().setContentLength(body.length);
		return HttpMethod.GET.equals(method) ? response.writeWith(Mono.just(response.bufferFactory().wrap(body)))
				: response.setComplete();
	}

	private Set<String> paths() {
		Set<String> paths = this.paths;
		if (paths == null) {
			paths = without(Probe.PATHS);
			this.paths = paths;
		}
		return paths;
	}

	private Set<String> without(Collection<String> paths) {
		Set<String> left = new LinkedHashSet<>(paths);
		this.handlerMappings.stream().forEach((mapping) -> {
			if (mapping instanceof RequestMappingInfoHandlerMapping methods) {
				methods.getHandlerMethods()
					.keySet()
					.stream()
					.filter(ReactiveProbeFilter::isRead)
					.forEach((info) -> left.removeAll(info.getDirectPaths()));
			}
			else if (mapping instanceof AbstractUrlHandlerMapping urls) {
				urls.getHandlerMap().keySet().stream().map(PathPattern::getPatternString).forEach(left::remove);
			}
		});
		return left;
	}

	private static boolean isRead(RequestMappingInfo info) {
		Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
		return methods.isEmpty() || methods.contains(RequestMethod.GET);
	}

}
