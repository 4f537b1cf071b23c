package dev.sightline.autoconfigure.http.server;

import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

import io.micrometer.common.KeyValue;
import io.micrometer.common.KeyValues;
import io.micrometer.observation.Observation;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import org.jspecify.annotations.Nullable;

import org.springframework.http.server.observation.ServerHttpObservationDocumentation.HighCardinalityKeyNames;

/**
 * The context of a request that keeps its key-values as the convention gave them, instead
 * of copying each into a map and back.
 */
class ServerRequestContext extends SlottedRequestContext {

	private static final String HTTP_URL = HighCardinalityKeyNames.HTTP_URL.asString();

	private static final AtomicIntegerFieldUpdater<ServerRequestContext> STOPPED = AtomicIntegerFieldUpdater
		.newUpdater(ServerRequestContext.class, "stopped");

	private volatile KeyValues low = KeyValues.empty();

	private volatile KeyValues high = KeyValues.empty();

	private volatile @Nullable KeyValues url;

	private volatile @Nullable Observation observation;

	private volatile @Nullable ActiveRequest active;

	private final @Nullable ServerExchange exchange;

	private volatile int stopped;

	ServerRequestContext(HttpServletRequest request, HttpServletResponse response, @Nullable ServerExchange exchange) {
		super(request, response);
		this.exchange = exchange;
	}

	/**
	 * Whether this is the first time that the request is over. A container may say so of
	 * an asynchronous request more than once.
	 */
	boolean stop() {
		return STOPPED.compareAndSet(this, 0, 1);
	}

	/**
	 * Count the request no more, even if nobody could be told that it is over.
	 */
	void end() {
		ActiveRequest active = this.active;
		if (active != null) {
			active.end();
		}
	}

	/**
	 * The route of a request that failed is still its own, not that of the page which
	 * tells of the error.
	 */
	@Override
	public void setPathPattern(@Nullable String pathPattern) {
		HttpServletRequest request = getCarrier();
		if (getPathPattern() == null || request == null || request.getDispatcherType() != DispatcherType.ERROR) {
			super.setPathPattern(pathPattern);
		}
	}

	/**
	 * What is known of the request from before, {@code null} for nothing.
	 */
	@Nullable ServerExchange getExchange() {
		return this.exchange;
	}

	/**
	 * The observation that this is the context of.
	 */
	@Nullable Observation getObservation() {
		return this.observation;
	}

	/**
	 * What counts the request among those that are being answered.
	 */
	@Nullable ActiveRequest getActive() {
		return this.active;
	}

	void setActive(ActiveRequest active) {
		this.active = active;
	}

	void setObservation(Observation observation) {
		this.observation = observation;
	}

	/**
	 * The address of the request, made once in its life.
	 */
	KeyValues getUrl(HttpServletRequest request) {
		KeyValues url = this.url;
		if (url == null) {
			url = KeyValues.of(HTTP_URL, request.getRequestURI());
			this.url = url;
		}
		return url;
	}

	@Override
	public synchronized Observation.Context addLowCardinalityKeyValue(KeyValue keyValue) {
		this.low = this.low.and(keyValue);
		return this;
	}

	@Override
	public synchronized Observation.Context addHighCardinalityKeyValue(KeyValue keyValue) {
		this.high = this.high.and(keyValue);
		return this;
	}

	@Override
	public synchronized Observation.Context addLowCardinalityKeyValues(KeyValues keyValues) {
		this.low = merge(this.low, keyValues);
		return this;
	}

	@Override
	public synchronized Observation.Context addHighCardinalityKeyValues(KeyValues keyValues) {
		this.high = merge(this.high, keyValues);
		return this;
	}

	@Override
	public synchronized Observation.Context removeLowCardinalityKeyValue(String keyName) {
		this.low = without(this.low, keyName);
		return this;
	}

	@Override
	public synchronized Observation.Context removeHighCardinalityKeyValue(String keyName) {
		this.high = without(this.high, keyName);
		return this;
	}

	@Override
	public KeyValues getLowCardinalityKeyValues() {
		return this.low;
	}

	@Override
	public KeyValues getHighCardinalityKeyValues() {
		return this.high;
	}

	@Override
	public @Nullable KeyValue getLowCardinalityKeyValue(String key) {
		return find(this.low, key);
	}

	@Override
	public @Nullable KeyValue getHighCardinalityKeyValue(String key) {
		return find(this.high, key);
	}

	@Override
	public KeyValues getAllKeyValues() {
		return this.low.and(this.high);
	}

	/**
	 * A convention gives the same keys at the start and at the end, so its second answer
	 * replaces the first as it is.
	 */
	private static KeyValues merge(KeyValues present, KeyValues added) {
		return (present == added || haveSameKeys(present, added)) ? added : present.and(added);
	}

	private static boolean haveSameKeys(KeyValues first, KeyValues second) {
		var others = second.iterator();
		for (KeyValue keyValue : first) {
			if (!others.hasNext() || !keyValue.getKey().equals(others.next().getKey())) {
				return false;
			}
		}
		return !others.hasNext() || first == KeyValues.empty();
	}

	private static KeyValues without(KeyValues keyValues, String key) {
		return KeyValues.of(keyValues.stream().filter((keyValue) -> !keyValue.getKey().equals(key)).toList());
	}

	private static @Nullable KeyValue find(KeyValues keyValues, String key) {
		for (KeyValue keyValue : keyValues) {
			if (keyValue.getKey().equals(key)) {
				return keyValue;
			}
		}
		return null;
	}

}
