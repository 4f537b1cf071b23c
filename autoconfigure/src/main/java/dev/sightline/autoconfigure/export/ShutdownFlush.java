package dev.sightline.autoconfigure.export;

import java.time.Duration;

/**
 * What a signal does when the application ends: it sends what it still has. All beans of
 * this type are asked at once, after the web server has answered its last request, and
 * together they have {@code sightline.shutdown-timeout}. The end of the application then
 * waits for none of them.
 */
public interface ShutdownFlush {

	/**
	 * The name of what is sent, in the plural, such as {@code spans}.
	 */
	String name();

	/**
	 * Send what is there, and go on being of use: what still stops may have more to tell,
	 * and the application may start again.
	 * @param timeout how long there is. Later the thread is interrupted, and nobody waits
	 * any more.
	 * @return how many were not sent, 0 if that is not known
	 * @throws InterruptedException if it took too long
	 */
	long flush(Duration timeout) throws InterruptedException;

	/**
	 * Whether it comes when the others are done, as what they tell of their losses has to
	 * be sent too. Log lines do.
	 */
	default boolean isLast() {
		return false;
	}

}
