package dev.sightline.autoconfigure.http.server;

import java.util.function.Function;

import io.micrometer.observation.Observation;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.observation.ServerRequestObservationContext;

/**
 * A context that keeps the first three values in fields. They are the sample of a timer,
 * the span and the count of statements, and a map for them costs a request 250 bytes.
 */
class SlottedRequestContext extends ServerRequestObservationContext {

	private volatile @Nullable Object firstKey;

	private volatile @Nullable Object firstValue;

	private volatile @Nullable Object secondKey;

	private volatile @Nullable Object secondValue;

	private volatile @Nullable Object thirdKey;

	private volatile @Nullable Object thirdValue;

	SlottedRequestContext(HttpServletRequest request, HttpServletResponse response) {
		super(request, response);
	}

	@Override
	public synchronized <T> Observation.Context put(Object key, T object) {
		if (key.equals(this.firstKey)) {
			this.firstValue = object;
		}
		else if (key.equals(this.secondKey)) {
			this.secondValue = object;
		}
		else if (key.equals(this.thirdKey)) {
			this.thirdValue = object;
		}
		else if (object == null || super.containsKey(key) || this.thirdKey != null) {
			super.put(key, object);
		}
		else if (this.firstKey == null) {
			// Who sees the key sees the value.
			this.firstValue = object;
			this.firstKey = key;
		}
		else if (this.secondKey == null) {
			this.secondValue = object;
			this.secondKey = key;
		}
		else {
			this.thirdValue = object;
			this.thirdKey = key;
		}
		return this;
	}

	private @Nullable Object slot(Object key) {
		if (key.equals(this.firstKey)) {
			return this.firstValue;
		}
		if (key.equals(this.secondKey)) {
			return this.secondValue;
		}
		return key.equals(this.thirdKey) ? this.thirdValue : null;
	}

	@Override
	@SuppressWarnings("unchecked")
	public <T> @Nullable T get(Object key) {
		Object value = slot(key);
		return (value != null) ? (T) value : super.get(key);
	}

	@Override
	public synchronized @Nullable Object remove(Object key) {
		Object value = slot(key);
		if (value == null) {
			return super.remove(key);
		}
		// The field stays that of the key, for those who are reading it.
		if (key.equals(this.firstKey)) {
			this.firstValue = null;
		}
		else if (key.equals(this.secondKey)) {
			this.secondValue = null;
		}
		else {
			this.thirdValue = null;
		}
		return value;
	}

	@Override
	public <T> T getRequired(Object key) {
		T value = get(key);
		return (value != null) ? value : super.getRequired(key);
	}

	@Override
	public boolean containsKey(Object key) {
		return slot(key) != null || super.containsKey(key);
	}

	@Override
	public <T> T getOrDefault(Object key, T defaultObject) {
		T value = get(key);
		return (value != null) ? value : defaultObject;
	}

	@Override
	public synchronized <T> T computeIfAbsent(Object key, Function<Object, ? extends T> mappingFunction) {
		T value = get(key);
		return (value != null) ? value : super.computeIfAbsent(key, mappingFunction);
	}

	@Override
	public synchronized void clear() {
		this.firstValue = null;
		this.secondValue = null;
		this.thirdValue = null;
		super.clear();
	}

}
