package stranger;

import org.slf4j.LoggerFactory;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
@RestController
public class StrangerApplication {

	public static void main(String[] args) {
		SpringApplication.run(StrangerApplication.class, args);
	}

	@GetMapping("/hello")
	String hello() {
		LoggerFactory.getLogger("stranger").info("Saying hello");
		return "hello";
	}

	@GetMapping("/fail")
	String fail() {
		throw new IllegalStateException("on purpose");
	}

}
