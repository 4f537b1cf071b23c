package dev.sightline.autoconfigure.alert;

import java.util.List;

import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;

import dev.sightline.autoconfigure.rules.RuleFile;
import dev.sightline.autoconfigure.rules.RuleSource;

/**
 * Answers the file of rules for this application.
 */
@Endpoint(id = "sightlinerules")
class RulesEndpoint {

	private final List<RuleSource> sources;

	RulesEndpoint(List<RuleSource> sources) {
		this.sources = sources;
	}

	@ReadOperation(produces = "text/yaml;charset=UTF-8")
	String rules() {
		return RuleFile.write(this.sources.stream().flatMap((source) -> source.groups().stream()).toList());
	}

}
