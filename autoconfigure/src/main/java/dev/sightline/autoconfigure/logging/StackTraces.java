package dev.sightline.autoconfigure.logging;

import java.io.IOException;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;

import org.springframework.boot.logging.StandardStackTracePrinter;

/**
 * Prints stack traces with the root cause first, so that it stays when they are cut.
 */
class StackTraces {

	private final StandardStackTracePrinter printer;

	private final int maximumLength;

	StackTraces(int maximumLength) {
		this.maximumLength = maximumLength;
		this.printer = StandardStackTracePrinter.rootFirst()
			.withLineSeparator("\n")
			.withMaximumLength(maximumLength)
			.withFormatter(StackTraces::safe);
	}

	String print(ILoggingEvent event) {
		IThrowableProxy proxy = event.getThrowableProxy();
		StringBuilder text = new StringBuilder(2048);
		try {
			if (proxy instanceof ThrowableProxy known && known.getThrowable() != null) {
				this.printer.printStackTrace(known.getThrowable(), text);
			}
			else {
				String whole = ThrowableProxyUtil.asString(proxy);
				text.append(whole, 0, Math.min(whole.length(), this.maximumLength));
			}
		}
		catch (IOException | RuntimeException | StackOverflowError | LinkageError | AssertionError ex) {
			text.append(proxy.getClassName()).append(" [its stack trace could not be printed]");
		}
		return text.toString();
	}

	private static String safe(Throwable throwable) {
		try {
			return String.valueOf(throwable);
		}
		catch (RuntimeException | LinkageError | AssertionError ex) {
			return throwable.getClass().getName();
		}
	}

}
