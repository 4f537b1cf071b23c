package dev.sightline.autoconfigure.llm.budget;

import java.io.IOException;

import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.springframework.ai.chat.prompt.Prompt;
import org.springframework.ai.openai.OpenAiChatModel;
import org.springframework.ai.openai.OpenAiChatOptions;
import reactor.core.publisher.Mono;

import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * An application that knows its tenants, as in docs/how-to/cost-per-tenant.md.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@Import({ TenantApp.TenantFilter.class, TenantApp.Assistant.class })
class TenantApp {

	@Component
	static class TenantFilter extends OncePerRequestFilter {

		private final ObservationRegistry observations;

		TenantFilter(ObservationRegistry observations) {
			this.observations = observations;
		}

		@Override
		protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
				throws ServletException, IOException {
			String tenant = request.getHeader("X-Tenant");
			Observation current = this.observations.getCurrentObservation();
			if (tenant != null && current != null) {
				current.highCardinalityKeyValue("tenant", tenant);
			}
			chain.doFilter(request, response);
		}

	}

	@RestController
	static class Assistant {

		private final OpenAiChatModel model;

		Assistant(OpenAiChatModel model) {
			this.model = model;
		}

		@GetMapping("/chat")
		String chat(@RequestParam String model) {
			try {
				this.model.call(prompt(model));
				return "answered";
			}
			catch (BudgetSpentException ex) {
				return "refused";
			}
		}

		@GetMapping("/stream")
		Mono<String> stream(@RequestParam String model) {
			return this.model.stream(prompt(model))
				.then(Mono.just("answered"))
				.onErrorResume(BudgetSpentException.class, (ex) -> Mono.just("refused"));
		}

		/**
		 * As an application that knows nothing of budgets.
		 */
		@GetMapping("/unaware")
		String unaware(@RequestParam String model) {
			this.model.call(prompt(model));
			return "answered";
		}

		private static Prompt prompt(String model) {
			return new Prompt("Hello you", OpenAiChatOptions.builder().model(model).build());
		}

	}

}
