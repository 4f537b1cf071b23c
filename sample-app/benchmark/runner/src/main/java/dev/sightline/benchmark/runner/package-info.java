/**
 * Starts one variant of the application after the other, loads it and writes down what it
 * used.
 */
@NullMarked
package dev.sightline.benchmark.runner;

import org.jspecify.annotations.NullMarked;
