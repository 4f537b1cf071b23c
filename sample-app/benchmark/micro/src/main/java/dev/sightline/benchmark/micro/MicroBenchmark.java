package dev.sightline.benchmark.micro;

import java.util.concurrent.TimeUnit;

import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How all of them are measured.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-XX:+UseSerialGC")
public abstract class MicroBenchmark {

	/**
	 * The package of the add-on for Spring Boot, datasource-micrometer.
	 */
	static final String ADD_ON = "net.ttddyy.observation.boot.autoconfigure.";

	/**
	 * Leaves the add-on out, which is there for one benchmark.
	 */
	static final String WITHOUT_ADD_ON = "--spring.autoconfigure.exclude=" + ADD_ON
			+ "DataSourceObservationAutoConfiguration";

}
