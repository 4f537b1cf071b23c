package dev.sightline.autoconfigure.llm.cost;

import java.time.Clock;
import java.time.LocalDate;
import java.util.List;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells of a table of prices that is old.
 */
final class PriceAge {

	private static final Logger logger = LoggerFactory.getLogger(PriceAge.class);

	private PriceAge() {
	}

	/**
	 * Tell of it if the newest price is older than a year.
	 */
	static void tell(List<Price> table, Clock clock) {
		table.stream()
			.map((price) -> LocalDate.parse(price.origin().date()))
			.max(LocalDate::compareTo)
			.ifPresent((date) -> {
				if (date.isBefore(LocalDate.now(clock).minusYears(1))) {
					logger.warn("The prices of models that Sightline knows are from {} and before, so that costs may be"
							+ " wrong. Set those of the models you use with 'sightline.llm.prices', or use a newer version"
							+ " of Sightline.", date);
				}
			});
	}

}
