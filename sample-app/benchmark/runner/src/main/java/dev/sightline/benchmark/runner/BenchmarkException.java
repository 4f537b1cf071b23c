package dev.sightline.benchmark.runner;

/**
 * A reason to end the run that is worth one line and no stack trace.
 */
class BenchmarkException extends RuntimeException {

	BenchmarkException(String message) {
		super(message);
	}

}
