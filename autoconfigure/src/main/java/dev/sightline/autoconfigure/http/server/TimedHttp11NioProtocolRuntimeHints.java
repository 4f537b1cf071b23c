package dev.sightline.autoconfigure.http.server;

import org.jspecify.annotations.Nullable;

import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.RuntimeHintsRegistrar;
import org.springframework.util.ClassUtils;

/**
 * Tomcat finds the protocol by its name, which a native image has to be told.
 */
class TimedHttp11NioProtocolRuntimeHints implements RuntimeHintsRegistrar {

	private static final String PARENT = "org.apache.coyote.http11.Http11NioProtocol";

	@Override
	public void registerHints(RuntimeHints hints, @Nullable ClassLoader classLoader) {
		if (ClassUtils.isPresent(PARENT, classLoader)) {
			hints.reflection().registerType(TimedHttp11NioProtocol.class, MemberCategory.INVOKE_PUBLIC_CONSTRUCTORS);
		}
	}

}
