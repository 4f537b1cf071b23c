package dev.sightline.autoconfigure.health;

import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroups;
import org.springframework.boot.health.actuate.endpoint.HttpCodeStatusMapper;
import org.springframework.boot.health.actuate.endpoint.StatusAggregator;
import org.springframework.boot.health.contributor.Status;
import org.springframework.util.function.SingletonSupplier;

/**
 * What Spring Boot's settings make of a status.
 */
final class StatusRules {

	private final Supplier<@Nullable HealthEndpointGroups> groups;

	StatusRules(Supplier<@Nullable HealthEndpointGroups> groups) {
		this.groups = SingletonSupplier.ofNullable(groups);
	}

	/**
	 * Whether a status is answered as an error.
	 */
	boolean fails(Status status) {
		return fails(null, status);
	}

	/**
	 * Whether a status is answered as an error.
	 * @param group the name of a group, {@code null} for all checks
	 */
	boolean fails(@Nullable String group, Status status) {
		return code(group, status) >= 400;
	}

	/**
	 * The status code that answers a status.
	 * @param group the name of a group, {@code null} for all checks
	 */
	int code(@Nullable String group, Status status) {
		HealthEndpointGroup found = group(group);
		HttpCodeStatusMapper mapper = (found != null) ? found.getHttpCodeStatusMapper()
				: HttpCodeStatusMapper.getDefault();
		return mapper.getStatusCode(status);
	}

	/**
	 * The status of several.
	 * @param group the name of a group, {@code null} for all checks
	 */
	Status aggregate(@Nullable String group, Stream<Status> statuses) {
		Set<Status> all = statuses.collect(Collectors.toSet());
		HealthEndpointGroup found = group(group);
		StatusAggregator aggregator = (found != null) ? found.getStatusAggregator() : StatusAggregator.getDefault();
		return aggregator.getAggregateStatus(all);
	}

	/**
	 * A group of Spring Boot.
	 * @return the group, {@code null} if the health endpoint is not available
	 */
	@Nullable HealthEndpointGroup group(@Nullable String name) {
		HealthEndpointGroups groups = this.groups.get();
		if (groups == null) {
			return null;
		}
		HealthEndpointGroup group = (name != null) ? groups.get(name) : null;
		return (group != null) ? group : groups.getPrimary();
	}

}
