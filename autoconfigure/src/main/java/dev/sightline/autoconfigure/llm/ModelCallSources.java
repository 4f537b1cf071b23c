package dev.sightline.autoconfigure.llm;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

import io.micrometer.observation.Observation;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.util.function.SingletonSupplier;

import dev.sightline.autoconfigure.bounded.Guard;

/**
 * All sources of an application, those of libraries before the one that takes any
 * observation of the right name.
 */
public final class ModelCallSources {

	private final Guard guard = new Guard(LoggerFactory.getLogger(ModelCallSources.class),
			"A source of calls of models failed. This is told once.");

	/**
	 * Not before the first observation: who asks is made before most other beans.
	 */
	private final Supplier<List<ModelCallSource>> sources;

	ModelCallSources(ObjectProvider<ModelCallSource> sources) {
		this.sources = SingletonSupplier.of(() -> {
			List<ModelCallSource> all = new ArrayList<>(sources.orderedStream().toList());
			all.add(new RawCallSource());
			return List.copyOf(all);
		});
	}

	/**
	 * The source of an observation.
	 * @param context the context of the observation
	 * @return the source, {@code null} if it is no call of a model
	 */
	public @Nullable ModelCallSource find(Observation.Context context) {
		List<ModelCallSource> sources = this.sources.get();
		// No iterator: it is asked for every observation of the application.
		for (int i = 0; i < sources.size(); i++) {
			ModelCallSource source = sources.get(i);
			try {
				if (source.supports(context)) {
					return source;
				}
			}
			catch (RuntimeException ex) {
				this.guard.tell(ex);
			}
		}
		return null;
	}

}
