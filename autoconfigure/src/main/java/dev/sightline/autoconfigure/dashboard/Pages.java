package dev.sightline.autoconfigure.dashboard;

import java.util.Locale;

import org.jspecify.annotations.Nullable;

import dev.sightline.autoconfigure.rules.PageUrl;

/**
 * Where the pages are that panels link to. Without a place a page is only named: Grafana
 * would look for it on its own server.
 *
 * @param docs what stands before the paths of pages, empty if nobody said
 * @param runbooks what stands before the names of runbooks, empty if nobody said
 */
record Pages(String docs, String runbooks) {

	private static final String RUNBOOKS = "reference/runbooks/";

	/**
	 * Check where pages are.
	 * @param docs the URL of the folder with the pages of the docs, if there is one
	 * @param runbooks the URL of the folder with the runbooks, if it is another than that
	 * of the docs
	 * @return the places
	 */
	static Pages of(@Nullable String docs, @Nullable String runbooks) {
		String all = PageUrl.check("sightline.dashboards.docs-url", docs);
		String some = PageUrl.check("sightline.rules.runbook-url", runbooks);
		return new Pages((all != null) ? all : "", (some != null) ? some : (all != null) ? all + RUNBOOKS : "");
	}

	/**
	 * Lead to a page of the docs.
	 * @param page a path below the docs
	 */
	String page(String page) {
		return this.docs.isEmpty() ? "What it means and what to do: docs/" + page
				: "[What it means and what to do](" + this.docs + page + ")";
	}

	/**
	 * Lead to the runbook of an alert.
	 * @param runbook the name of its page
	 * @param alert the name of the alert
	 */
	String runbook(String runbook, String alert) {
		String section = runbook + ".md#" + alert.toLowerCase(Locale.ROOT);
		return this.runbooks.isEmpty() ? alert + " (docs/" + RUNBOOKS + section + ")"
				: "[" + alert + "](" + this.runbooks + section + ")";
	}

}
