package dev.sightline.autoconfigure.cache;

import java.util.Set;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.endpoint.EndpointId;
import org.springframework.boot.actuate.endpoint.OperationType;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvoker;
import org.springframework.boot.actuate.endpoint.invoke.OperationInvokerAdvisor;
import org.springframework.boot.actuate.endpoint.invoke.OperationParameters;

/**
 * Looks for caches that were made meanwhile before metrics are read, so that the first
 * scrape after that has them.
 */
class CacheScrapeAdvisor implements OperationInvokerAdvisor {

	private static final Set<String> READERS = Set.of("prometheus", "metrics");

	private final ObjectProvider<CacheManagers> managers;

	CacheScrapeAdvisor(ObjectProvider<CacheManagers> managers) {
		this.managers = managers;
	}

	@Override
	public OperationInvoker apply(EndpointId endpointId, OperationType operationType, OperationParameters parameters,
			OperationInvoker invoker) {
		if (operationType != OperationType.READ || !READERS.contains(endpointId.toLowerCaseString())) {
			return invoker;
		}
		return (context) -> {
			this.managers.ifAvailable(CacheManagers::scan);
			return invoker.invoke(context);
		};
	}

}
