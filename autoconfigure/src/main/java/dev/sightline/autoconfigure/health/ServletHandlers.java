package dev.sightline.autoconfigure.health;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.web.servlet.HandlerMapping;
import org.springframework.web.servlet.handler.AbstractUrlHandlerMapping;
import org.springframework.web.servlet.mvc.method.RequestMappingInfoHandlerMapping;

/**
 * Knows which paths the application itself answers.
 */
final class ServletHandlers {

	private ServletHandlers() {
	}

	/**
	 * Take away the paths that a handler of the application names as they are. A pattern
	 * that matches them too, such as {@code /**} of a single-page application, does not
	 * count.
	 */
	static Set<String> without(Collection<String> paths, ObjectProvider<HandlerMapping> handlerMappings) {
		Set<String> left = new LinkedHashSet<>(paths);
		handlerMappings.stream().forEach((mapping) -> {
			if (mapping instanceof RequestMappingInfoHandlerMapping methods) {
				methods.getHandlerMethods().keySet().forEach((info) -> left.removeAll(info.getDirectPaths()));
			}
			else if (mapping instanceof AbstractUrlHandlerMapping urls) {
				left.removeAll(urls.getHandlerMap().keySet());
			}
		});
		return left;
	}

}
