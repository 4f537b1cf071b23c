package dev.sightline.autoconfigure.sentry;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import io.sentry.SentryEvent;
import io.sentry.SentryOptions;
import io.sentry.protocol.User;
import io.sentry.spring7.SentryUserProvider;
import org.jspecify.annotations.Nullable;

/**
 * Tells of the user: by id alone, unless {@code sentry.send-default-pii} allows more.
 */
class UserDetail implements EventDetail {

	/**
	 * What Sentry puts in place of an address: whoever sends the event, which is this
	 * server.
	 */
	private static final String SENDER = "{{auto}}";

	/**
	 * The field of log lines that has the id of the user, by its name in the MDC and in
	 * the context of a request.
	 */
	private static final String ID = "user_id";

	private final SentryOptions options;

	private final Supplier<List<SentryUserProvider>> providers;

	/**
	 * Create it.
	 * @param providers Sentry's own, and those of the application
	 */
	UserDetail(SentryOptions options, Supplier<List<SentryUserProvider>> providers) {
		this.options = options;
		this.providers = providers;
	}

	@Override
	public void add(SentryEvent event, Observation.@Nullable Context context, Observation.@Nullable Context root) {
		User user = (event.getUser() != null) ? new User(event.getUser()) : new User();
		if (root != null) {
			for (SentryUserProvider provider : this.providers.get()) {
				complete(user, provider.provideUser());
			}
		}
		if (user.getId() == null) {
			user.setId(TagDetail.find(ID, root));
		}
		event.setUser(this.options.isSendDefaultPii() ? user : anonymous(user));
	}

	/**
	 * What was set by hand comes first.
	 */
	private static void complete(User user, @Nullable User provided) {
		if (provided == null) {
			return;
		}
		user.setId((user.getId() != null) ? user.getId() : provided.getId());
		user.setUsername((user.getUsername() != null) ? user.getUsername() : provided.getUsername());
		user.setEmail((user.getEmail() != null) ? user.getEmail() : provided.getEmail());
		if (user.getIpAddress() == null || user.getIpAddress().equals(SENDER)) {
			user.setIpAddress(provided.getIpAddress());
		}
		if (user.getData() == null && provided.getData() != null) {
			user.setData(new ConcurrentHashMap<>(provided.getData()));
		}
	}

	private static @Nullable User anonymous(User user) {
		if (user.getId() == null) {
			return null;
		}
		User anonymous = new User();
		anonymous.setId(user.getId());
		return anonymous;
	}

}
