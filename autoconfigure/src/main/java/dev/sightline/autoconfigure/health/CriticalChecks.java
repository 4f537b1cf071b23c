package dev.sightline.autoconfigure.health;

import java.util.Collection;
import java.util.Set;
import java.util.function.Supplier;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.health.actuate.endpoint.HealthEndpointGroup;
import org.springframework.util.function.SingletonSupplier;

/**
 * The checks that readiness depends on.
 */
final class CriticalChecks {

	private final Set<String> named;

	private final Set<String> byDefault;

	private final Supplier<@Nullable HealthEndpointGroup> readiness;

	/**
	 * Create it.
	 * @param named names of checks that the user gave, or of composites of them
	 * @param byDefault such names that count if there is such a check
	 * @param readiness the group of Spring Boot, whose members are critical too
	 */
	CriticalChecks(Set<String> named, Set<String> byDefault, Supplier<@Nullable HealthEndpointGroup> readiness) {
		this.named = named;
		this.byDefault = byDefault;
		this.readiness = SingletonSupplier.ofNullable(readiness);
	}

	boolean contains(String check) {
		if (isAny(this.named, check) || isAny(this.byDefault, check)) {
			return true;
		}
		HealthEndpointGroup group = this.readiness.get();
		return group != null && group.isMember(check);
	}

	/**
	 * The names that the user gave and that there are not.
	 * @param all gives the names of checks and of composites
	 */
	Collection<String> missing(Supplier<Set<String>> all) {
		if (this.named.isEmpty()) {
			return Set.of();
		}
		Set<String> names = all.get();
		return this.named.stream().filter((name) -> names.stream().noneMatch((there) -> is(name, there))).toList();
	}

	private static boolean isAny(Set<String> names, String check) {
		return names.stream().anyMatch((name) -> is(name, check));
	}

	private static boolean is(String name, String check) {
		return check.startsWith(name) && (check.length() == name.length() || check.charAt(name.length()) == '/');
	}

}
