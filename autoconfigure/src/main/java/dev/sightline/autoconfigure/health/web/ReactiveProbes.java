package dev.sightline.autoconfigure.health.web;

import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import org.springframework.beans.factory.ObjectProvider;
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
import org.springframework.web.util.pattern.PathPattern;

/**
 * Finds the probes among the requests to a reactive application, and answers them.
 */
class ReactiveProbes {

	private final ProbeAnswers answers;

	private final ObjectProvider<HandlerMapping> handlerMappings;

	private volatile @Nullable ProbePaths paths;

	ReactiveProbes(ProbeAnswers answers, ObjectProvider<HandlerMapping> handlerMappings) {
		this.answers = answers;
		this.handlerMappings = handlerMappings;
	}

	/**
	 * What a request asks.
	 * @return the probe, {@code null} if it is none
	 */
	@Nullable Probe find(ServerHttpRequest request) {
		return Probe.isRead(request.getMethod().name())
				? paths().find(request.getPath().pathWithinApplication().value()) : null;
	}

	/**
	 * Who may ask.
	 */
	Access access() {
		return this.answers.access();
	}

	/**
	 * Answer someone who may ask, once the first results are known.
	 */
	Mono<Void> answer(Probe probe, ServerHttpRequest request, ServerHttpResponse response) {
		Mono<Void> answered = Mono
			.defer(() -> write(this.answers.answer(probe, request.getHeaders().getFirst(HttpHeaders.ACCEPT)), request,
					response));
		CompletableFuture<Void> known = this.answers.known(probe);
		// On no scheduler that the application may have taken: this does not block.
		return known.isDone() ? answered : Mono.fromFuture(known).then(answered);
	}

	static Mono<Void> write(Answer answer, ServerHttpRequest request, ServerHttpResponse response) {
		HttpHeaders headers = response.getHeaders();
		response.setStatusCode(HttpStatusCode.valueOf(answer.status()));
		headers.setCacheControl("no-store");
		if (answer.challenge() != null) {
			headers.set(HttpHeaders.WWW_AUTHENTICATE, answer.challenge());
		}
		headers.set(HttpHeaders.CONTENT_TYPE, answer.contentType());
		headers.setContentLength(answer.body().length);
		return HttpMethod.GET.equals(request.getMethod())
				? response.writeWith(Mono.just(response.bufferFactory().wrap(answer.body()))) : response.setComplete();
	}

	/**
	 * The handler mappings exist only once the context is complete, so they are read at
	 * the first probe.
	 */
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
					.filter(ReactiveProbes::isRead)
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
