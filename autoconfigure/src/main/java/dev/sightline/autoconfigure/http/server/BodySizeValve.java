package dev.sightline.autoconfigure.http.server;

import java.io.IOException;

import jakarta.servlet.ServletException;
import org.apache.catalina.AccessLog;
import org.apache.catalina.Globals;
import org.apache.catalina.connector.Request;
import org.apache.catalina.connector.Response;
import org.apache.catalina.valves.ValveBase;
import org.slf4j.LoggerFactory;

import org.springframework.http.server.observation.ServerRequestObservationContext;
import org.springframework.web.filter.ServerHttpObservationFilter;

import dev.sightline.autoconfigure.bounded.Guard;

/**
 * Measures bodies when their last byte is written, which is when Tomcat asks for a line
 * in the access log. It belongs to a context: in an engine it would keep Tomcat from
 * looking for the access log of the default host.
 */
class BodySizeValve extends ValveBase implements AccessLog {

	private final BodySizes sizes;

	private final Guard guard = new Guard(LoggerFactory.getLogger(BodySizeValve.class),
			"The body of a request was not measured. This is told once.");

	BodySizeValve(BodySizes sizes) {
		super(true);
		this.sizes = sizes;
	}

	@Override
	public void invoke(Request request, Response response) throws IOException, ServletException {
		getNext().invoke(request, response);
	}

	@Override
	public void log(Request request, Response response, long time) {
		if (request.getAttribute(
				ServerHttpObservationFilter.CURRENT_OBSERVATION_CONTEXT_ATTRIBUTE) instanceof ServerRequestObservationContext context) {
			try {
				this.sizes.record(context, request.getCoyoteRequest().getBytesRead(), written(request));
			}
			catch (RuntimeException ex) {
				this.guard.tell(ex);
			}
		}
	}

	/**
	 * What is on the wire can be more than the body, since there are chunks, or less,
	 * since it was compressed or belongs to an answer to HEAD. A file that the system
	 * sends by itself is not counted at all.
	 */
	private static long written(Request request) {
		org.apache.coyote.Response response = request.getCoyoteRequest().getResponse();
		long written = Math.min(response.getContentWritten(), response.getBytesWritten(false));
		return (written == 0 && request.getAttribute(Globals.SENDFILE_FILE_END_ATTR) instanceof Long end
				&& request.getAttribute(Globals.SENDFILE_FILE_START_ATTR) instanceof Long start) ? end - start
						: written;
	}

	@Override
	public void setRequestAttributesEnabled(boolean enabled) {
		// It writes no log that attributes could change.
	}

	@Override
	public boolean getRequestAttributesEnabled() {
		return false;
	}

}
