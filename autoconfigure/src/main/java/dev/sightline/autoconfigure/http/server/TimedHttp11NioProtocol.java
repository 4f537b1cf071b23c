package dev.sightline.autoconfigure.http.server;

import org.apache.coyote.Request;
import org.apache.coyote.Response;
import org.apache.coyote.http11.Http11NioProtocol;
import org.jspecify.annotations.Nullable;

/**
 * The protocol that Tomcat speaks by default, which tells how long an answer took when
 * its headers are about to be sent. Tomcat has no other hook there that is open to all
 * answers, whoever writes them, and that costs none of them a wrapper.
 */
public class TimedHttp11NioProtocol extends Http11NioProtocol {

	private volatile @Nullable ResponseTime responseTime;

	void setResponseTime(ResponseTime responseTime) {
		this.responseTime = responseTime;
	}

	/**
	 * Tomcat asks this of each answer that may have a body, after the application has set
	 * its last header and before the first is written.
	 */
	@Override
	public boolean useCompression(Request request, Response response) {
		ResponseTime responseTime = this.responseTime;
		if (responseTime != null) {
			write(responseTime, request);
		}
		return super.useCompression(request, response);
	}

	/**
	 * Write the headers of an answer that is not committed.
	 */
	static void write(ResponseTime responseTime, Request request) {
		Response response = request.getResponse();
		if (responseTime.isWanted() && !response.isCommitted()) {
			responseTime.write(System.nanoTime() - request.getStartTimeNanos(), request,
					(answered, header) -> answered.getResponse().containsHeader(header.text()), HeaderBytes::add);
		}
	}

}
