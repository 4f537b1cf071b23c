package dev.sightline.autoconfigure.health.web;

import java.security.Principal;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.core.Ordered;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpRequest;
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
 * Answers the probes of a reactive application: in front of Spring Security those that
 * anybody may ask or that have the token, and behind it the others.
 */
class ReactiveProbeFilter implements WebFilter, Ordered {

	private final ProbeAnswers answers;

	private final ObjectProvider<HandlerMapping> handlerMappings;

	private final int order;

	private final boolean front;

	private volatile @Nullable ProbePaths paths;

	ReactiveProbeFilter(ProbeAnswers answers, ObjectProvider<HandlerMapping> handlerMappings, int order,
			boolean front) {
		this.answers = answers;
		this.handlerMappings = handlerMappings;
		this.order = order;
		this.front = front;
	}

	@Override
	public int getOrder() {
		return this.order;
	}

	@Override
	public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
		ServerHttpRequest request = exchange.getRequest();
		if (!Probe.isRead(request.getMethod().name())) {
			return chain.filter(exchange);
		}
		Probe probe = paths().find(request.getPath().pathWithinApplication().value());
		if (probe == null || !isMine(probe, request)) {
			return chain.filter(exchange);
		}
		if (!this.front && probe == Probe.DETAILED) {
			return exchange.getPrincipal().map(Optional::of).defaultIfEmpty(Optional.empty()).flatMap((principal) -> {
				Answer refusal = refusal(principal.orElse(null));
				return write((refusal != null) ? refusal : answer(probe, request), exchange);
			});
		}
		CompletableFuture<Void> known = this.answers.known(probe);
		if (known.isDone()) {
			return write(answer(probe, request), exchange);
		}
		return Mono.fromFuture(known)
			.publishOn(Schedulers.parallel())
			.then(Mono.defer(() -> write(answer(probe, request), exchange)));
	}

	private boolean isMine(Probe probe, ServerHttpRequest request) {
		return !this.front || probe.isOpen()
				|| this.answers.access().hasToken(request.getHeaders().getFirst(HttpHeaders.AUTHORIZATION));
	}

	private @Nullable Answer refusal(@Nullable Principal principal) {
		// The authorities of the principal tell the roles.
		return this.answers.access().refusal(principal, (role) -> false);
	}

	private Answer answer(Probe probe, ServerHttpRequest request) {
		return this.answers.answer(probe, request.getHeaders().getFirst(HttpHeaders.ACCEPT));
	}

	private static Mono<Void> write(Answer answer, ServerWebExchange exchange) {
		ServerHttpResponse response = exchange.getResponse();
		HttpHeaders headers = response.getHeaders();
		response.setStatusCode(HttpStatusCode.valueOf(answer.status()));
		headers.setCacheControl("no-store");
		if (answer.challenge() != null) {
			headers.set(HttpHeaders.WWW_AUTHENTICATE, answer.challenge());
		}
		headers.set(HttpHeaders.CONTENT_TYPE, answer.contentType());
		headers.setContentLength(answer.body().length);
		return HttpMethod.GET.equals(exchange.getRequest().getMethod())
				? response.writeWith(Mono.just(response.bufferFactory().wrap(answer.body()))) : response.setComplete();
	}

	private ProbePaths paths() {
		ProbePaths paths = this.paths;
		if (paths == null) {
			paths = this.answers.paths().without(taken());
			this.paths = paths;
		}
		return paths;
	}

	private Set<String> taken() {
		Set<String> taken = new HashSet<>();
		this.handlerMappings.stream().forEach((mapping) -> {
			if (mapping instanceof RequestMappingInfoHandlerMapping methods) {
				methods.getHandlerMethods()
					.keySet()
					.stream()
					.filter(ReactiveProbeFilter::isRead)
					.forEach((info) -> taken.addAll(info.getDirectPaths()));
			}
			else if (mapping instanceof AbstractUrlHandlerMapping urls) {
				urls.getHandlerMap().keySet().stream().map(PathPattern::getPatternString).forEach(taken::add);
			}
		});
		return taken;
	}

	private static boolean isRead(RequestMappingInfo info) {
		Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
		return methods.isEmpty() || methods.contains(RequestMethod.GET);
	}

}
