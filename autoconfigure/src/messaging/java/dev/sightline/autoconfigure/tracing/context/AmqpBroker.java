package dev.sightline.autoconfigure.tracing.context;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import org.apache.qpid.server.SystemLauncher;

import dev.sightline.testing.ChildApp;

/**
 * A broker on the loopback interface, in this JVM, that speaks what RabbitMQ speaks (AMQP
 * 0-9-1) and keeps messages in memory.
 */
class AmqpBroker implements AutoCloseable {

	private static final String SETTINGS = """
			{
			  "name": "test",
			  "modelVersion": "9.0",
			  "authenticationproviders": [ { "name": "users", "type": "Plain", "secureOnlyMechanisms": [],
			    "users": [ { "name": "guest", "password": "guest", "type": "managed" } ] } ],
			  "ports": [ { "name": "amqp", "port": %d, "bindingAddress": "127.0.0.1",
			    "authenticationProvider": "users", "protocols": [ "AMQP_0_9_1" ],
			    "virtualhostaliases": [ { "name": "nameAlias", "type": "nameAlias" } ] } ],
			  "virtualhostnodes": [ { "name": "default", "type": "Memory", "defaultVirtualHostNode": "true",
			    "virtualHostInitialConfiguration": "{ \\"type\\": \\"Memory\\" }" } ]
			}
			""";

	private final SystemLauncher launcher = new SystemLauncher();

	private final int port = ChildApp.freePort();

	AmqpBroker() {
		try {
			Path settings = Files.createTempFile("broker", ".json");
			settings.toFile().deleteOnExit();
			Files.writeString(settings, SETTINGS.formatted(this.port));
			this.launcher.startup(Map.of("type", "Memory", "initialConfigurationLocation", settings.toString(),
					"startupLoggedToSystemOut", "false"));
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	int port() {
		return this.port;
	}

	@Override
	public void close() {
		this.launcher.shutdown();
	}

}
