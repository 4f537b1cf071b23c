package stranger;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

import javax.sql.DataSource;

import org.slf4j.LoggerFactory;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

@SpringBootApplication
@RestController
public class StrangerApplication {

	private final ObjectProvider<DataSource> dataSource;

	StrangerApplication(ObjectProvider<DataSource> dataSource) {
		this.dataSource = dataSource;
	}

	public static void main(String[] args) {
		SpringApplication.run(StrangerApplication.class, args);
	}

	@GetMapping("/hello")
	String hello() {
		LoggerFactory.getLogger("stranger").info("Saying hello");
		return "hello";
	}

	@GetMapping("/sum")
	int sum() throws SQLException {
		try (Connection connection = this.dataSource.getObject().getConnection();
				Statement statement = connection.createStatement();
				ResultSet sum = statement.executeQuery("SELECT SUM(n) FROM (VALUES (1), (2)) AS numbers(n)")) {
			sum.next();
			return sum.getInt(1);
		}
	}

	@GetMapping("/fail")
	String fail() {
		throw new IllegalStateException("on purpose");
	}

}
