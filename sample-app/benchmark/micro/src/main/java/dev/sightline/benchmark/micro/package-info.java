/**
 * Benchmarks of what runs in every request, one at a time.
 */
package dev.sightline.benchmark.micro;
