/**
 * Parts that the tests of all modules share: a receiver of OTLP, child processes and an
 * HTTP client.
 */
package dev.sightline.testing;
