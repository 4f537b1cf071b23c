package dev.sightline.sample.traffic;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Traffic that the application sends to itself.
 *
 * @param rate requests a second, 0 for none
 */
@ConfigurationProperties("sample.traffic")
record TrafficProperties(@DefaultValue("0") int rate) {

}
