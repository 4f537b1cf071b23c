/**
 * A stub of the HTTP API of OpenAI, for the sample and for tests. No model is behind it.
 */
package dev.sightline.sample.stub;
