package dev.sightline.testing;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

import javax.management.JMException;
import javax.management.ObjectName;

import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Ends the JVM if no test begins for longer than any may take. Maven then names the class
 * that hung, rather than wait without end, and the threads are in
 * {@code target/hang-<pid>.txt}. JUnit finds it by itself.
 */
public final class HangWatch implements BeforeAllCallback, BeforeEachCallback {

	private static final Duration LIMIT = Duration.ofMinutes(10);

	private static volatile long last = System.nanoTime();

	private static volatile String test = "";

	static {
		if (!isDebugged()) {
			Thread thread = new Thread(HangWatch::watch, "hang-watch");
			thread.setDaemon(true);
			thread.start();
		}
	}

	private static boolean isDebugged() {
		return ManagementFactory.getRuntimeMXBean()
			.getInputArguments()
			.stream()
			.anyMatch((argument) -> argument.contains("jdwp"));
	}

	private static void watch() {
		try {
			while (System.nanoTime() - last < LIMIT.toNanos()) {
				Thread.sleep(1000);
			}
			Path file = Path.of("target", "hang-" + ProcessHandle.current().pid() + ".txt");
			Files.writeString(file, test + " hangs.\n");
			Files.writeString(file, String.valueOf(threads()), StandardOpenOption.APPEND);
		}
		catch (InterruptedException | IOException | JMException ex) {
			ex.printStackTrace();
		}
		finally {
			Runtime.getRuntime().halt(1);
		}
	}

	private static Object threads() throws JMException {
		return ManagementFactory.getPlatformMBeanServer()
			.invoke(new ObjectName("com.sun.management:type=DiagnosticCommand"), "threadPrint",
					new Object[] { new String[] { "-l" } }, new String[] { String[].class.getName() });
	}

	private static void alive(ExtensionContext context) {
		test = context.getTestClass().map(Class::getName).orElse("") + " " + context.getDisplayName();
		last = System.nanoTime();
	}

	@Override
	public void beforeAll(ExtensionContext context) {
		alive(context);
	}

	@Override
	public void beforeEach(ExtensionContext context) {
		alive(context);
	}

}
