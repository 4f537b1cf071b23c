package dev.sightline.autoconfigure.trail;

import io.micrometer.observation.Observation;

import org.springframework.beans.factory.BeanFactory;

/**
 * Keeps what happens in requests. The bean of this type is that of the signal that wants
 * to know; each request keeps a bounded number of things, and nothing before the first.
 */
public interface Trails {

	/**
	 * Nobody wants to know.
	 */
	Trails NONE = new Trails() {

		@Override
		public void add(Observation within, Crumb crumb) {
			// It is not kept.
		}

		@Override
		public void add(Crumb crumb) {
			// It is not kept.
		}

	};

	/**
	 * The trails of an application, once it has all its beans.
	 */
	static Trails of(BeanFactory beans) {
		return beans.getBeanProvider(Trails.class).getIfAvailable(() -> NONE);
	}

	/**
	 * Keep something that happened in an observation.
	 */
	void add(Observation within, Crumb crumb);

	/**
	 * Keep something that happened in the current observation, if there is one.
	 */
	void add(Crumb crumb);

}
