package dev.sightline.autoconfigure.condition;

import java.util.Arrays;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.env.DefaultPropertiesPropertySource;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;

/**
 * Tells its beans and its default properties, and ends.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
public class BeanNamesApp {

	public static void main(String[] args) {
		try (ConfigurableApplicationContext context = SpringApplication.run(BeanNamesApp.class, args)) {
			Arrays.stream(context.getBeanDefinitionNames()).sorted().forEach((name) -> tell("bean " + name));
			tell("property source of defaults: "
					+ context.getEnvironment().getPropertySources().contains(DefaultPropertiesPropertySource.NAME));
			tell("property exposure: "
					+ context.getEnvironment().getProperty("management.endpoints.web.exposure.include"));
		}
	}

	private static void tell(String line) {
		System.out.println(line);
	}

}
