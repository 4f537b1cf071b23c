package dev.sightline.autoconfigure.sentry;

import java.lang.management.ManagementFactory;
import java.util.List;

import com.sun.management.ThreadMXBean;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.sentry.SentryOptions;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a request costs that does not fail.
 */
class ReportHandlerTests {

	private static final int TIMES = 100_000;

	private final SentryReports reports = new SentryReports(new ExpectedExceptions(List.of()));

	private final ReportHandler handler = new ReportHandler(this.reports);

	ReportHandlerTests() {
		SentryOptions options = new SentryOptions();
		options.setDsn("http://key@127.0.0.1:1/1");
		this.reports.use(options);
	}

	@Test
	void shouldAllocateNothingForARequestInWhichNothingHappens() {
		Observation.Context request = new Observation.Context();
		assertThat(allocated(() -> {
			this.handler.onStart(request);
			this.handler.onScopeOpened(request);
			this.handler.onScopeClosed(request);
			this.handler.onStop(request);
		})).isZero();
	}

	@Test
	void shouldAllocateLittleForTheFirstFourThings() {
		Object thing = new Object();
		long bare = allocated(ReportHandlerTests::context);
		long first = allocated(() -> Trail.of(context(), 100).add(thing)) - bare;
		long fourth = allocated(() -> {
			Observation.Context context = context();
			for (int i = 0; i < 4; i++) {
				Trail.of(context, 100).add(thing);
			}
		}) - bare;
		// A trail with room for four, and its place in the map of the context.
		assertThat(first).isBetween(1L, 200L);
		assertThat(fourth).isEqualTo(first);
	}

	/**
	 * The context of a request, with some things in it.
	 */
	private static Observation.Context context() {
		Observation.Context context = new Observation.Context();
		context.put("one", "1");
		context.put("two", "2");
		return context;
	}

	@Test
	void shouldKeepTheLastThatHappenedBelowARequest() {
		ObservationRegistry registry = ObservationRegistry.create();
		registry.observationConfig().observationHandler(this.handler);
		Observation request = Observation.start("request", registry);
		for (int i = 0; i < 1000; i++) {
			Observation.createNotStarted("call", registry)
				.contextualName("call " + i)
				.parentObservation(request)
				.observe(() -> {
				});
		}
		List<Trail.Entry> entries = Trail.find(request.getContext()).entries();
		assertThat(entries).hasSize(100);
		assertThat(((Observation.Context) entries.get(99).what()).getContextualName()).isEqualTo("call 999");
		assertThat(((Observation.Context) entries.get(0).what()).getContextualName()).isEqualTo("call 900");
	}

	/**
	 * The bytes of one time, when it is warm.
	 */
	private static long allocated(Runnable action) {
		ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
		long least = Long.MAX_VALUE;
		for (int round = 0; round < 5; round++) {
			long before = threads.getCurrentThreadAllocatedBytes();
			for (int i = 0; i < TIMES; i++) {
				action.run();
			}
			least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
		}
		return least / TIMES;
	}

}
