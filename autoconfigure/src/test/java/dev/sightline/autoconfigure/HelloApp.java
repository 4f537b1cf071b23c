package dev.sightline.autoconfigure;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * The smallest application that serves and logs.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration
@RestController
public class HelloApp {

	private static final Logger logger = LoggerFactory.getLogger(HelloApp.class);

	public static void main(String[] args) {
		SpringApplication.run(HelloApp.class, args);
	}

	@GetMapping("/hello")
	String hello() {
		logger.info("Saying hello");
		return "hello";
	}

}
