package dev.sightline.autoconfigure.llm;

import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;

/**
 * What is known of one call of a model: filled in by the library's
 * {@link ModelCallSource} while it runs, read by every {@link ModelCallListener} when it
 * ends. Names of operation and provider are those of OpenTelemetry's conventions for
 * generative AI.
 */
public final class ModelCall {

	private static final Set<String> BILLED_BY_TOKENS = Set.of("chat", "generate_content", "text_completion",
			"embeddings");

	private final Observation.ContextView context;

	private final String operation;

	private final String provider;

	private final @Nullable String requestModel;

	private final boolean streaming;

	private final long start = System.nanoTime();

	private final @Nullable ChunkTimes chunkTimes;

	private final AtomicInteger retries = new AtomicInteger();

	private final AtomicBoolean chunksSeen = new AtomicBoolean();

	private volatile long firstChunk;

	private volatile long lastChunk;

	private volatile long chunks;

	private boolean held;

	private @Nullable Runnable whenReleased;

	private volatile long duration;

	private @Nullable String responseModel;

	private List<String> finishReasons = List.of();

	private TokenUsage usage = TokenUsage.UNKNOWN;

	private boolean estimated;

	private @Nullable Long images;

	private @Nullable Double audioSeconds;

	private @Nullable Long characters;

	private @Nullable Long promptCharacters;

	private @Nullable Long completionCharacters;

	private boolean cancelled;

	private @Nullable Throwable error;

	private @Nullable Cost cost;

	/**
	 * Create a call that begins now.
	 * @param context the context of its observation, where key-values and parents are
	 * @param operation the operation, such as {@code chat}
	 * @param provider the provider, such as {@code openai}
	 * @param requestModel the model that is asked for, {@code null} if that is not known
	 * @param streaming whether the answer comes in chunks
	 */
	public ModelCall(Observation.ContextView context, String operation, String provider, @Nullable String requestModel,
			boolean streaming) {
		this.context = context;
		this.operation = operation;
		this.provider = provider;
		this.requestModel = requestModel;
		this.streaming = streaming;
		this.chunkTimes = streaming ? new ChunkTimes() : null;
	}

	/**
	 * Ask to be the one that tells of chunks, where several may see them.
	 * @return whether nobody asked before
	 */
	public boolean claimChunks() {
		return this.chunksSeen.compareAndSet(false, true);
	}

	/**
	 * Note that a chunk came. Only one thread calls it at a time.
	 */
	public void chunk() {
		long now = System.nanoTime();
		long chunks = this.chunks;
		if (chunks == 0) {
			this.firstChunk = now;
		}
		else if (this.chunkTimes != null) {
			this.chunkTimes.add(now - this.lastChunk);
		}
		this.lastChunk = now;
		this.chunks = chunks + 1;
	}

	/**
	 * Give the time of each chunk after the first, from the one before, in nanoseconds.
	 * Within a bucket of the conventions they are given as their mean.
	 */
	void chunkTimes(LongConsumer consumer) {
		if (this.chunkTimes != null) {
			this.chunkTimes.forEach(consumer);
		}
	}

	/**
	 * Note that a library sent its request once more.
	 */
	public void retried() {
		this.retries.incrementAndGet();
	}

	/**
	 * How often a library sent its request once more.
	 */
	public int retries() {
		return this.retries.get();
	}

	/**
	 * Let nobody hear of the end before {@link #release()}, since chunks are on their way
	 * that came before it.
	 */
	public synchronized void hold() {
		this.held = true;
	}

	/**
	 * Say that all chunks were seen.
	 */
	public void release() {
		Runnable action;
		synchronized (this) {
			this.held = false;
			action = this.whenReleased;
			this.whenReleased = null;
		}
		if (action != null) {
			action.run();
		}
	}

	/**
	 * Do something when all chunks were seen, if there may be any on their way.
	 * @return whether it is done later
	 */
	synchronized boolean later(Runnable action) {
		if (this.held) {
			this.whenReleased = action;
		}
		return this.held;
	}

	/**
	 * Note that the call is over.
	 */
	void end() {
		this.duration = System.nanoTime() - this.start;
	}

	public Observation.ContextView context() {
		return this.context;
	}

	public String operation() {
		return this.operation;
	}

	public String provider() {
		return this.provider;
	}

	public @Nullable String requestModel() {
		return this.requestModel;
	}

	public boolean streaming() {
		return this.streaming;
	}

	/**
	 * How long it took, in nanoseconds; 0 until it ended.
	 */
	public long duration() {
		return this.duration;
	}

	/**
	 * How many chunks came.
	 */
	public long chunks() {
		return this.chunks;
	}

	/**
	 * How long the first chunk took, in nanoseconds; 0 if none came.
	 */
	public long timeToFirstChunk() {
		return (this.chunks > 0) ? this.firstChunk - this.start : 0;
	}

	public @Nullable String responseModel() {
		return this.responseModel;
	}

	public void responseModel(@Nullable String responseModel) {
		this.responseModel = responseModel;
	}

	/**
	 * Why the model stopped, once for each choice, in the words of the provider but in
	 * lower case.
	 */
	public List<String> finishReasons() {
		return this.finishReasons;
	}

	public void finishReasons(List<String> finishReasons) {
		this.finishReasons = finishReasons;
	}

	public TokenUsage usage() {
		return this.usage;
	}

	/**
	 * Note the tokens.
	 * @param usage the tokens
	 * @param estimated whether nobody reported them and they were worked out from texts
	 */
	public void usage(TokenUsage usage, boolean estimated) {
		this.usage = usage;
		this.estimated = estimated;
	}

	public boolean estimated() {
		return this.estimated;
	}

	/**
	 * Whether tokens were spent that nobody reported. A call that was refused, or failed
	 * before anything came, spent none that anybody knows of; images and audio are not
	 * billed by tokens.
	 */
	public boolean isUsageMissing() {
		boolean reported = this.usage.isKnown() && !this.estimated;
		return !reported && BILLED_BY_TOKENS.contains(this.operation) && (this.error == null || this.chunks > 0);
	}

	/**
	 * How many images were made, {@code null} if it is not about images.
	 */
	public @Nullable Long images() {
		return this.images;
	}

	public void images(@Nullable Long images) {
		this.images = images;
	}

	/**
	 * Seconds of audio that were made or heard, {@code null} if that is not known.
	 */
	public @Nullable Double audioSeconds() {
		return this.audioSeconds;
	}

	public void audioSeconds(@Nullable Double audioSeconds) {
		this.audioSeconds = audioSeconds;
	}

	/**
	 * Characters that were turned into speech, {@code null} if it is not about speech.
	 */
	public @Nullable Long characters() {
		return this.characters;
	}

	public void characters(@Nullable Long characters) {
		this.characters = characters;
	}

	public @Nullable Long promptCharacters() {
		return this.promptCharacters;
	}

	public void promptCharacters(@Nullable Long promptCharacters) {
		this.promptCharacters = promptCharacters;
	}

	public @Nullable Long completionCharacters() {
		return this.completionCharacters;
	}

	public void completionCharacters(@Nullable Long completionCharacters) {
		this.completionCharacters = completionCharacters;
	}

	/**
	 * Whether whoever asked went away before the answer was complete.
	 */
	public boolean cancelled() {
		return this.cancelled;
	}

	public void cancelled(boolean cancelled) {
		this.cancelled = cancelled;
	}

	/**
	 * Why it failed, {@code null} if it did not.
	 */
	public @Nullable Throwable error() {
		return this.error;
	}

	public void error(@Nullable Throwable error) {
		this.error = error;
	}

	/**
	 * What it cost, {@code null} while nobody knows.
	 */
	public @Nullable Cost cost() {
		return this.cost;
	}

	public void cost(@Nullable Cost cost) {
		this.cost = cost;
	}

}
