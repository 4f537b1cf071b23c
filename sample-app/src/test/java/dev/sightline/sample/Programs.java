package dev.sightline.sample;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Programs of others that tests run where they are installed.
 */
final class Programs {

	private Programs() {
	}

	/**
	 * Run a program to its end, which has to be a good one.
	 * @return what it said
	 */
	static String run(Path folder, String... command) {
		try {
			Process process = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
			process.getOutputStream().close();
			String output = new String(process.getInputStream().readAllBytes());
			assertThat(process.waitFor()).as(output).isZero();
			return output;
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
			throw new IllegalStateException(ex);
		}
	}

	/**
	 * Start a program that runs until it is told to end.
	 * @param log the file that gets what it says
	 */
	static Process start(Path log, String... command) {
		try {
			return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/**
	 * End a program, and wait for it.
	 */
	static void stop(Process process) {
		process.destroy();
		process.onExit().join();
	}

}
