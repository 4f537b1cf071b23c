package dev.sightline.autoconfigure.defaults;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;

import dev.sightline.autoconfigure.condition.Signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link GrpcSenders} by what stops start-up.
 */
class GrpcSendersTests {

	private static final String TRACES = "management.opentelemetry.tracing.export.otlp";

	@TempDir
	private Path folder;

	@ParameterizedTest
	@ValueSource(strings = { TRACES + ".ssl.bundle", "sightline.tracing.receivers.second.ssl-bundle" })
	void shouldRefuseABundleThatTheSenderIgnores(String key) throws Exception {
		String managed = "io.opentelemetry.exporter.sender.grpc.managedchannel.internal.UpstreamGrpcSenderProvider";
		assertThatExceptionOfType(InvalidSettingException.class).isThrownBy(() -> apply(managed, key, "hers"))
			.satisfies((ex) -> {
				assertThat(ex.getKey()).isEqualTo(key);
				assertThat(ex.getValue()).isEqualTo("hers");
				assertThat(ex.getRemedy()).contains("opentelemetry-exporter-sender-okhttp", "javax.net.ssl.trustStore");
			});
		apply(managed, key, "");
		apply("io.opentelemetry.exporter.sender.okhttp.internal.OkHttpGrpcSenderProvider", key, "hers");
	}

	private void apply(String provider, String key, String bundle) throws Exception {
		Path services = Files.createDirectories(this.folder.resolve("META-INF/services"));
		Files.writeString(services.resolve("io.opentelemetry.sdk.common.export.GrpcSenderProvider"), provider);
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources()
			.addFirst(new MapPropertySource("hers",
					new HashMap<>(Map.of("sightline.otlp.endpoint", "https://collector:4317",
							"sightline.tracing.receivers.second.endpoint", "https://second:4317", key, bundle))));
		try (URLClassLoader loader = new URLClassLoader(new URL[] { this.folder.toUri().toURL() },
				getClass().getClassLoader())) {
			new OtlpDefaults(new FrontPanel(environment, loader, EnumSet.of(Signal.TRACING), new Defaults(environment)))
				.apply();
		}
	}

}
