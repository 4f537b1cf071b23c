package dev.sightline.autoconfigure.websocket;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

import org.jspecify.annotations.Nullable;

import org.springframework.messaging.Message;
import org.springframework.messaging.MessageChannel;
import org.springframework.messaging.MessageHandler;
import org.springframework.messaging.simp.SimpMessageHeaderAccessor;
import org.springframework.messaging.simp.SimpMessageMappingInfo;
import org.springframework.messaging.simp.SimpMessageType;
import org.springframework.messaging.simp.annotation.support.SimpAnnotationMethodMessageHandler;
import org.springframework.messaging.support.ExecutorChannelInterceptor;
import org.springframework.util.PathMatcher;

import dev.sightline.autoconfigure.bounded.Guard;

/**
 * Begins a trace for each message that a method of the application handles, on the thread
 * that does so.
 */
class StompMessageInterceptor implements ExecutorChannelInterceptor {

	/**
	 * Destinations are named by clients. Those that come after that, and long ones, are
	 * matched anew each time, as Spring does.
	 */
	private static final int LIMIT = 1000;

	private static final int LONGEST = 200;

	private static final String UNMAPPED = "";

	private final Map<Destination, String> patterns = new ConcurrentHashMap<>();

	private final ThreadLocal<@Nullable Handling> current = new ThreadLocal<>();

	private final Guard faults = WebSocketGuard.create();

	@Override
	public Message<?> beforeHandle(Message<?> message, MessageChannel channel, MessageHandler handler) {
		if (handler instanceof SimpAnnotationMethodMessageHandler methods) {
			MessageSpan span = start(message, methods);
			span.enter();
			this.current.set(new Handling(span, this.current.get()));
		}
		return message;
	}

	@Override
	public void afterMessageHandled(Message<?> message, MessageChannel channel, MessageHandler handler,
			@Nullable Exception ex) {
		Handling handling = this.current.get();
		if (!(handler instanceof SimpAnnotationMethodMessageHandler) || handling == null) {
			return;
		}
		if (handling.outer() != null) {
			this.current.set(handling.outer());
		}
		else {
			this.current.remove();
		}
		if (ex != null) {
			handling.span().error(ex);
		}
		handling.span().exit();
		handling.span().end();
	}

	private MessageSpan start(Message<?> message, SimpAnnotationMethodMessageHandler methods) {
		try {
			Map<String, Object> session = SimpMessageHeaderAccessor.getSessionAttributes(message.getHeaders());
			SimpMessageType type = SimpMessageHeaderAccessor.getMessageType(message.getHeaders());
			String name = SimpMessageHeaderAccessor.getDestination(message.getHeaders());
			if (name == null || session == null || type == null
					|| !(session.get(ObservedWebSocketHandler.TRACE_ATTRIBUTE) instanceof SessionTrace trace)) {
				return MessageSpan.NONE;
			}
			String pattern = pattern(new Destination(type, name), methods);
			return pattern.equals(UNMAPPED) ? MessageSpan.NONE
					: trace.start("process " + pattern,
							Map.of("messaging.system", "stomp", "messaging.operation.name", "process",
									"messaging.operation.type", "process", "messaging.destination.template", pattern));
		}
		catch (RuntimeException ex) {
			this.faults.tell(ex);
			return MessageSpan.NONE;
		}
	}

	private String pattern(Destination destination, SimpAnnotationMethodMessageHandler methods) {
		String pattern = this.patterns.get(destination);
		if (pattern == null) {
			pattern = find(destination, methods);
			if (this.patterns.size() < LIMIT && destination.name().length() <= LONGEST) {
				this.patterns.put(destination, pattern);
			}
		}
		return pattern;
	}

	private static String find(Destination destination, SimpAnnotationMethodMessageHandler methods) {
		if (methods.getDestinationPrefixes().isEmpty()) {
			return find(destination, destination.name(), methods);
		}
		// A prefix ends with a slash, which belongs to the rest as well if that has
		// slashes.
		int shared = methods.getPathMatcher().combine("a", "a").equals("a/a") ? 1 : 0;
		for (String prefix : methods.getDestinationPrefixes()) {
			if (destination.name().startsWith(prefix)) {
				int end = prefix.length() - shared;
				String pattern = find(destination, destination.name().substring(end), methods);
				return pattern.equals(UNMAPPED) ? UNMAPPED : prefix.substring(0, end) + pattern;
			}
		}
		return UNMAPPED;
	}

	private static String find(Destination destination, String rest, SimpAnnotationMethodMessageHandler methods) {
		PathMatcher matcher = methods.getPathMatcher();
		return methods.getHandlerMethods()
			.keySet()
			.stream()
			.filter((mapping) -> mapping.getMessageTypeMessageCondition().getMessageType() == destination.type())
			.map(SimpMessageMappingInfo::getDestinationConditions)
			.flatMap((condition) -> condition.getPatterns().stream())
			.filter((pattern) -> matcher.match(pattern, rest))
			.min(matcher.getPatternComparator(rest))
			.orElse(UNMAPPED);
	}

	private record Destination(SimpMessageType type, String name) {

	}

	/**
	 * What this thread handles.
	 */
	private record Handling(MessageSpan span, @Nullable Handling outer) {

	}

}
