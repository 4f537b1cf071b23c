package dev.sightline.autoconfigure.sentry;

import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import io.sentry.AsyncHttpTransportFactory;
import io.sentry.SentryOptions;
import io.sentry.transport.AsyncHttpTransport;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A new version of Sentry's transport may ask for more settings.
 */
class TransportOptionsTests {

	@Test
	void shouldPassOnAllThatTheTransportAsksFor() {
		JavaClasses transport = new ClassFileImporter().importPackages(AsyncHttpTransport.class.getPackageName());
		JavaClasses factory = new ClassFileImporter().importClasses(AsyncHttpTransportFactory.class);
		Set<String> asked = Stream.of(transport, factory)
			.flatMap((classes) -> classes.stream())
			.flatMap((type) -> type.getMethodCallsFromSelf().stream())
			.filter((call) -> call.getTargetOwner().isEquivalentTo(SentryOptions.class))
			.map(JavaAccess::getName)
			.collect(Collectors.toSet());
		assertThat(asked).contains("getLogger", "getSerializer");
		assertThat(Stream.of(TransportOptions.class.getDeclaredMethods()).map((method) -> method.getName()))
			.containsAll(asked);
	}

}
