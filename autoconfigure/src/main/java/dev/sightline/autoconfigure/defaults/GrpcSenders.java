package dev.sightline.autoconfigure.defaults;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

import org.jspecify.annotations.Nullable;

/**
 * The senders for OTLP over gRPC that are on the class path.
 */
class GrpcSenders {

	private static final String SERVICES = "META-INF/services/io.opentelemetry.sdk.common.export.GrpcSenderProvider";

	/**
	 * A part of the name of the sender that takes a channel and no certificates: it
	 * ignores them without a word.
	 */
	private static final String MANAGED_CHANNEL = ".grpc.managedchannel.";

	private final List<String> services = new ArrayList<>();

	GrpcSenders(@Nullable ClassLoader classLoader) {
		ClassLoader loader = (classLoader != null) ? classLoader : GrpcSenders.class.getClassLoader();
		try {
			for (URL url : Collections.list(loader.getResources(SERVICES))) {
				try (InputStream in = url.openStream()) {
					this.services.add(new String(in.readAllBytes(), StandardCharsets.UTF_8));
				}
			}
		}
		catch (IOException ex) {
			// Whoever sends will say it.
		}
	}

	boolean isEmpty() {
		return this.services.isEmpty();
	}

	/**
	 * Whether one of them can use the certificates and keys of an SSL bundle.
	 */
	boolean isBundleUsed() {
		return this.services.stream().anyMatch((service) -> !service.contains(MANAGED_CHANNEL));
	}

}
