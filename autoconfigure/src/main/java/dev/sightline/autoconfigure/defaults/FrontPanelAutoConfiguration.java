package dev.sightline.autoconfigure.defaults;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;

import dev.sightline.autoconfigure.condition.SignalState;

/**
 * Auto-configuration that shows the front panel in {@code /actuator/configprops}.
 */
@AutoConfiguration
@ConditionalOnBooleanProperty(name = SignalState.SWITCH, matchIfMissing = true)
@EnableConfigurationProperties(SightlineProperties.class)
public final class FrontPanelAutoConfiguration {

}
