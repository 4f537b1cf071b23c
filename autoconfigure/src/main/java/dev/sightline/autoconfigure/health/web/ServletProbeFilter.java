package dev.sightline.autoconfigure.health.web;

import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

import jakarta.servlet.Filter;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.ServletRequest;
import jakarta.servlet.ServletResponse;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfo;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/**
 * Answers the probes of a servlet application: in front of Spring Security those that
 * anybody may ask or that have the token, and behind it the others.
 */
class ServletProbeFilter implements Filter {

	private final ProbeAnswers answers;

	private final ObjectProvider<HandlerMapping> handlerMappings;

	private final String prefix;

	private final boolean front;

	private volatile @Nullable ProbePaths paths;

	/**
	 * Create a filter.
	 * @param answers what answers
	 * @param handlerMappings the handlers of the application
	 * @param prefix the path of the dispatcher servlet, blank for the root: the server
	 * passes nothing to a filter where no servlet is
	 * @param front whether it stands in front of Spring Security
	 */
	ServletProbeFilter(ProbeAnswers answers, ObjectProvider<HandlerMapping> handlerMappings, String prefix,
			boolean front) {
		this.answers = answers;
		this.handlerMappings = handlerMappings;
		this.prefix = prefix;
		this.front = front;
	}

	@Override
	public void doFilter(ServletRequest request, ServletResponse response, FilterChain chain)
			throws IOException, ServletException {
		if (request instanceof HttpServletRequest httpRequest && response instanceof HttpServletResponse httpResponse
				&& Probe.isRead(httpRequest.getMethod())) {
			Probe probe = paths().find(httpRequest.getRequestURI()
				.substring(httpRequest.getContextPath().length() + this.prefix.length()));
			if (probe != null && isMine(probe, httpRequest)) {
				write(answer(probe, httpRequest), httpRequest, httpResponse);
				return;
			}
		}
		chain.doFilter(request, response);
	}

	private boolean isMine(Probe probe, HttpServletRequest request) {
		return !this.front || probe.isOpen()
				|| this.answers.access().hasToken(request.getHeader(HttpHeaders.AUTHORIZATION));
	}

	private Answer answer(Probe probe, HttpServletRequest request) {
		if (!this.front && probe == Probe.DETAILED) {
			Answer refusal = this.answers.access().refusal(request.getUserPrincipal(), request::isUserInRole);
			if (refusal != null) {
				return refusal;
			}
		}
		await(this.answers.known(probe));
		return this.answers.answer(probe, request.getHeader(HttpHeaders.ACCEPT));
	}

	private static void await(CompletableFuture<Void> known) {
		try {
			known.get();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
		catch (ExecutionException ex) {
			throw new IllegalStateException(ex);
		}
	}

	private static void write(Answer answer, HttpServletRequest request, HttpServletResponse response)
			throws IOException {
		response.setStatus(answer.status());
		response.setHeader(HttpHeaders.CACHE_CONTROL, "no-store");
		if (answer.challenge() != null) {
			response.setHeader(HttpHeaders.WWW_AUTHENTICATE, answer.challenge());
		}
		response.setContentType(answer.contentType());
		response.setContentLength(answer.body().length);
		if ("GET".equals(request.getMethod())) {
			response.getOutputStream().write(answer.body());
		}
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

	/**
	 * The paths that a handler of the application names as they are. A pattern that
	 * matches them too, such as {@code /**} of a single-page application, does not count.
	 */
	private Set<String> taken() {
		Set<String> taken = new HashSet<>();
		this.handlerMappings.stream().forEach((mapping) -> {
			if (mapping instanceof RequestMappingInfoHandlerMapping methods) {
				methods.getHandlerMethods()
					.keySet()
					.stream()
					.filter(ServletProbeFilter::isRead)
					.forEach((info) -> taken.addAll(info.getDirectPaths()));
			}
			else if (mapping instanceof AbstractUrlHandlerMapping urls) {
				taken.addAll(urls.getHandlerMap().keySet());
			}
		});
		return taken;
	}

	private static boolean isRead(RequestMappingInfo info) {
		Set<RequestMethod> methods = info.getMethodsCondition().getMethods();
		return methods.isEmpty() || methods.contains(RequestMethod.GET);
	}

}
