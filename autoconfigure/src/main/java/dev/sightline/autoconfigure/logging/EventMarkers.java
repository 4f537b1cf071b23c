package dev.sightline.autoconfigure.logging;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

import ch.qos.logback.classic.spi.ILoggingEvent;
import org.slf4j.Marker;

/**
 * Lists the markers of an event, and those that they refer to.
 */
final class EventMarkers {

	private static final int LIMIT = 100;

	private EventMarkers() {
	}

	static List<Marker> of(ILoggingEvent event) {
		List<Marker> markers = event.getMarkerList();
		if (markers == null) {
			return List.of();
		}
		for (Marker marker : markers) {
			if (marker.hasReferences()) {
				List<Marker> all = new ArrayList<>();
				markers.forEach((each) -> add(each, all));
				return all;
			}
		}
		return markers;
	}

	private static void add(Marker marker, List<Marker> all) {
		if (all.size() == LIMIT || isIn(all, marker)) {
			return;
		}
		all.add(marker);
		if (marker.hasReferences()) {
			for (Iterator<Marker> references = marker.iterator(); references.hasNext();) {
				add(references.next(), all);
			}
		}
	}

	/**
	 * Markers of one name are equal, whatever fields they have.
	 */
	private static boolean isIn(List<Marker> all, Marker marker) {
		for (Marker other : all) {
			if (other == marker) {
				return true;
			}
		}
		return false;
	}

}
