package dev.sightline.autoconfigure.tracing;

import org.apache.commons.logging.LogFactory;

import org.springframework.beans.factory.InitializingBean;

import dev.sightline.autoconfigure.condition.Signal;
import dev.sightline.autoconfigure.condition.SignalState;

/**
 * One line that says who traces instead.
 */
class StandAsideNotice implements InitializingBean {

	private final SignalState state;

	StandAsideNotice(SignalState state) {
		this.state = state;
	}

	@Override
	public void afterPropertiesSet() {
		LogFactory.getLog(StandAsideNotice.class)
			.info("Tracing and OTLP export are left to others: " + this.state.reason() + ". Set "
					+ Signal.TRACING.getSwitch() + " to true to use Sightline's, or to false to drop this line.");
	}

}
