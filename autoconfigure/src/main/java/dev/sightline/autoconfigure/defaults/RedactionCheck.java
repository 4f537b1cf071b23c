package dev.sightline.autoconfigure.defaults;

import dev.sightline.autoconfigure.redaction.InvalidRedactionException;
import dev.sightline.autoconfigure.redaction.Redactor;

/**
 * Makes the redactor before the first log line, so that one that can not work is told of
 * as other settings are.
 */
class RedactionCheck extends DefaultsPart {

	RedactionCheck(DefaultsPart whole) {
		super(whole);
	}

	@Override
	void apply() {
		try {
			Redactor.of(this.environment);
		}
		catch (InvalidRedactionException ex) {
			Setting setting = Setting.find(this.environment, ex.getKey());
			throw new InvalidSettingException((setting != null) ? setting : new Setting(ex.getKey(), "", null),
					ex.getReason(), ex.getRemedy());
		}
	}

}
