package dev.sightline.autoconfigure.defaults;

import java.util.stream.Collectors;

/**
 * Renders the defaults for Spring Boot's keys. It is in their package because they are
 * nobody's API.
 */
public final class DefaultsPage {

	private DefaultsPage() {
	}

	/**
	 * Render the page.
	 * @return Markdown
	 */
	public static String render() {
		StringBuilder page = new StringBuilder(
				"""
						# Defaults for keys of Spring Boot

						This page is generated from the code: see [CONTRIBUTING.md](../../CONTRIBUTING.md).
						[Defaults](../reference/defaults.md) explains how they are applied and lists those that depend on other settings.

						""");
		for (BootDefault bootDefault : BootDefault.ALL) {
			page.append("## `%s`\n\n".formatted(bootDefault.key()));
			page.append("- Value: `%s`\n".formatted(bootDefault.value()));
			page.append("- Reason: %s.\n".formatted(bootDefault.reason()));
			page.append("- Applies while: %s\n".formatted((bootDefault.signal() != null)
					? "the signal `" + bootDefault.signal().getName() + "` is on" : "any signal is on"));
			page.append("- Yields to: %s\n\n"
				.formatted(bootDefault.yieldsTo().isEmpty() ? "the key itself" : "the key itself, "
						+ bootDefault.yieldsTo().stream().map("`%s`"::formatted).collect(Collectors.joining(", "))));
		}
		return page.toString().stripTrailing() + "\n";
	}

}
