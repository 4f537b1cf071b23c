package dev.sightline.autoconfigure.sentry;

import java.util.Collection;
import java.util.Map;

import io.sentry.Attachment;
import io.sentry.Breadcrumb;
import io.sentry.Sentry;
import io.sentry.ScopeObserverAdapter;
import io.sentry.SentryLevel;
import io.sentry.protocol.Contexts;
import io.sentry.protocol.Request;
import io.sentry.protocol.User;
import org.jspecify.annotations.Nullable;

/**
 * Notices what an application tells the scope of its thread by hand, so that it is
 * forgotten with the request. No scope is made for requests that use none.
 */
class ManualScopes extends ScopeObserverAdapter {

	/**
	 * Whether anybody ever did so.
	 */
	private volatile boolean used;

	private final ThreadLocal<Boolean> changed = new ThreadLocal<>();

	private void change() {
		this.used = true;
		this.changed.set(Boolean.TRUE);
	}

	/**
	 * Begin anew on this thread, if its scope was changed.
	 */
	void end() {
		if (this.used && this.changed.get() != null) {
			this.changed.remove();
			Sentry.setCurrentScopes(Sentry.forkedRootScopes("sightline"));
		}
	}

	@Override
	public void setUser(@Nullable User user) {
		change();
	}

	@Override
	public void addBreadcrumb(Breadcrumb crumb) {
		change();
	}

	@Override
	public void setTag(String key, String value) {
		change();
	}

	@Override
	public void setTags(Map<String, String> tags) {
		change();
	}

	@Override
	public void setExtra(String key, String value) {
		change();
	}

	@Override
	public void setExtras(Map<String, Object> extras) {
		change();
	}

	@Override
	public void setRequest(@Nullable Request request) {
		change();
	}

	@Override
	public void setFingerprint(Collection<String> fingerprint) {
		change();
	}

	@Override
	public void setLevel(@Nullable SentryLevel level) {
		change();
	}

	@Override
	public void setContexts(Contexts contexts) {
		change();
	}

	@Override
	public void setTransaction(@Nullable String transaction) {
		change();
	}

	@Override
	public void addAttachment(Attachment attachment) {
		change();
	}

}
