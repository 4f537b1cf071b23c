package dev.sightline.autoconfigure.health.dependency;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;

import org.springframework.boot.health.contributor.Health;

import dev.sightline.autoconfigure.health.PacedHealthIndicator;

/**
 * Connects to a port.
 *
 * @param host the host
 * @param port the port
 * @param interval how often it connects
 * @param timeout how long it may take
 */
record TcpHealthIndicator(String host, int port, Duration interval, Duration timeout) implements PacedHealthIndicator {

	@Override
	public Health health() {
		try (Socket socket = new Socket()) {
			socket.connect(new InetSocketAddress(this.host, this.port), (int) this.timeout.toMillis());
			return Health.up().build();
		}
		catch (IOException ex) {
			return Health.down(ex).build();
		}
	}

}
