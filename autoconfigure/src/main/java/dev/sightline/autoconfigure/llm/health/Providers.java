package dev.sightline.autoconfigure.llm.health;

import java.util.Collection;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.contributor.CompositeHealthContributor;
import org.springframework.boot.health.contributor.HealthContributor;
import org.springframework.boot.health.contributor.HealthContributors;

import dev.sightline.autoconfigure.llm.ErrorType;
import dev.sightline.autoconfigure.llm.ModelCall;
import dev.sightline.autoconfigure.llm.ModelCallListener;

/**
 * The providers that were asked so far, each with its health.
 */
final class Providers implements ModelCallListener, CompositeHealthContributor {

	/**
	 * More providers than an application has.
	 */
	private static final int LIMIT = 20;

	private static final int TOO_MANY_REQUESTS = 429;

	private static final int REQUEST_TIMEOUT = 408;

	private static final int CLIENT_ERROR = 400;

	private static final int SERVER_ERROR = 500;

	private final Map<String, ProviderHealth> providers = new ConcurrentHashMap<>();

	/**
	 * Create it.
	 * @param known providers that are there before their first call
	 */
	Providers(Collection<String> known) {
		known.forEach(this::provider);
	}

	@Override
	public void ended(ModelCall call) {
		Throwable error = call.error();
		int status = (error != null) ? ErrorType.status(error) : 0;
		if (isOurFault(status) || call.cancelled()) {
			return;
		}
		ProviderHealth provider = provider(call.provider());
		if (provider != null) {
			provider.ended((error == null) ? ProviderHealth.Outcome.SUCCESS
					: (status == TOO_MANY_REQUESTS) ? ProviderHealth.Outcome.LIMITED : ProviderHealth.Outcome.FAILURE);
		}
	}

	/**
	 * Whether a request was refused for what was in it, which says nothing of the
	 * provider.
	 */
	private static boolean isOurFault(int status) {
		return status >= CLIENT_ERROR && status < SERVER_ERROR && status != TOO_MANY_REQUESTS
				&& status != REQUEST_TIMEOUT;
	}

	private @Nullable ProviderHealth provider(String name) {
		ProviderHealth provider = this.providers.get(name);
		if (provider != null || this.providers.size() >= LIMIT) {
			return provider;
		}
		return this.providers.computeIfAbsent(name, (key) -> new ProviderHealth(System::nanoTime));
	}

	@Override
	public @Nullable HealthContributor getContributor(String name) {
		return this.providers.get(name);
	}

	@Override
	public Stream<HealthContributors.Entry> stream() {
		return this.providers.entrySet()
			.stream()
			.map((entry) -> new HealthContributors.Entry(entry.getKey(), Objects.requireNonNull(entry.getValue())));
	}

}
