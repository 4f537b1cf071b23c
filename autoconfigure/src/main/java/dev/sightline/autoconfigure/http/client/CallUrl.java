package dev.sightline.autoconfigure.http.client;

import java.net.URI;

import io.micrometer.common.KeyValue;

import org.springframework.http.client.observation.ClientHttpObservationDocumentation.HighCardinalityKeyNames;

/**
 * The URL of a call as its span may show it: without user, query and fragment.
 */
final class CallUrl {

	private CallUrl() {
	}

	static KeyValue of(URI uri) {
		return KeyValue.of(HighCardinalityKeyNames.HTTP_URL, withoutSecrets(uri));
	}

	private static String withoutSecrets(URI uri) {
		String url = uri.toASCIIString();
		int end = (uri.getRawQuery() != null) ? url.indexOf('?') : url.length();
		if (uri.getRawFragment() != null) {
			end = Math.min(end, url.indexOf('#'));
		}
		String authority = uri.getRawAuthority();
		int at = (authority != null && authority.indexOf('@') >= 0) ? url.lastIndexOf('@', authorityEnd(url)) : -1;
		if (at < 0) {
			return (end == url.length()) ? url : url.substring(0, end);
		}
		return url.substring(0, url.indexOf("//") + 2) + url.substring(at + 1, end);
	}

	private static int authorityEnd(String url) {
		int end = url.indexOf("//") + 2;
		while (end < url.length() && "/?#".indexOf(url.charAt(end)) < 0) {
			end++;
		}
		return end;
	}

}
