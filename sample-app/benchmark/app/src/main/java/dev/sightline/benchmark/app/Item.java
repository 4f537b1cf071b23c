package dev.sightline.benchmark.app;

import java.math.BigDecimal;

/**
 * A row of the one table.
 */
record Item(long id, String name, BigDecimal price) {

}
