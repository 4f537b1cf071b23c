package dev.sightline.autoconfigure.dashboard;

import java.util.ArrayList;
import java.util.List;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.web.annotation.WebEndpoint;

/**
 * {@code /actuator/sightlinedashboards}: the dashboards that match this application.
 */
@WebEndpoint(id = "sightlinedashboards")
class DashboardEndpoint {

	private final Dashboards dashboards;

	DashboardEndpoint(Dashboards dashboards) {
		this.dashboards = dashboards;
	}

	@ReadOperation(produces = "application/json")
	String list() {
		List<Object> list = new ArrayList<>();
		this.dashboards.titles().forEach((name, title) -> list.add(Json.object("name", name, "title", title)));
		return Json.write(Json.object("dashboards", list));
	}

	@ReadOperation(produces = "application/json")
	@Nullable String dashboard(@Selector String name) {
		return this.dashboards.json(name);
	}

}
