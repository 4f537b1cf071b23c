package dev.sightline.autoconfigure.sentry;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

import io.sentry.SentryEvent;
import io.sentry.protocol.Message;
import org.jspecify.annotations.Nullable;

/**
 * How many events may be sent: so many a second, and so many of one kind a minute.
 */
class EventCaps {

	private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

	private static final long MINUTE = TimeUnit.MINUTES.toNanos(1);

	/**
	 * Of more kinds of events than this the one that was not seen for longest is
	 * forgotten.
	 */
	private static final int KINDS = 1000;

	private final int perSecond;

	private final int perKind;

	private final Window all = new Window();

	private final Map<Object, Window> kinds = new LinkedHashMap<>(16, 0.75f, true) {

		@Override
		protected boolean removeEldestEntry(Map.Entry<Object, Window> eldest) {
			return size() > KINDS;
		}

	};

	EventCaps(int perSecond, int perKind) {
		this.perSecond = perSecond;
		this.perKind = perKind;
	}

	/**
	 * Ask for an event to be sent. One that is one too many of its kind does not count
	 * for the others.
	 */
	boolean allow(SentryEvent event) {
		Object kind = kind(event);
		long now = System.nanoTime();
		synchronized (this.kinds) {
			return this.kinds.computeIfAbsent(kind, (key) -> new Window()).allow(this.perKind, MINUTE, now)
					&& this.all.allow(this.perSecond, SECOND, now);
		}
	}

	/**
	 * What Sentry is likely to group by: the fingerprint, or where the first cause was
	 * thrown, or the template of the message.
	 */
	private static Object kind(SentryEvent event) {
		List<String> fingerprint = event.getFingerprints();
		if (fingerprint != null && !fingerprint.isEmpty()) {
			return List.copyOf(fingerprint);
		}
		Throwable thrown = event.getThrowable();
		if (thrown != null) {
			Throwable root = RootCause.of(thrown);
			StackTraceElement[] trace = root.getStackTrace();
			return new Thrown(root.getClass(), (trace.length > 0) ? trace[0] : null);
		}
		Message message = event.getMessage();
		String text = (message != null)
				? ((message.getMessage() != null) ? message.getMessage() : message.getFormatted()) : null;
		return new Logged(event.getLogger(), (text != null) ? text.hashCode() : 0);
	}

	private record Thrown(Class<?> type, @Nullable StackTraceElement place) {

	}

	private record Logged(@Nullable String logger, int text) {

	}

	private static final class Window {

		private long start = System.nanoTime();

		private int count;

		boolean allow(int limit, long length, long now) {
			if (now - this.start >= length) {
				this.start = now;
				this.count = 0;
			}
			return this.count++ < limit;
		}

	}

}
