package dev.sightline.autoconfigure.database.jdbc;

import java.net.URI;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.Locale;
import java.util.Map;

import org.jspecify.annotations.Nullable;

/**
 * What a database is and where, as far as its driver tells.
 *
 * @param system the product, by the well-known values of <a href=
 * "https://opentelemetry.io/docs/specs/semconv/registry/attributes/db/#db-system-name">db.system.name</a>
 * @param host the host, {@code null} if the database has none
 * @param port the port, -1 if it is not given
 * @param namespace the name of the database, {@code null} if it is not known
 */
record DatabaseAddress(String system, @Nullable String host, int port, @Nullable String namespace) {

	static final DatabaseAddress UNKNOWN = new DatabaseAddress("other_sql", null, -1, null);

	private static final Map<String, String> SYSTEMS = Map.ofEntries(Map.entry("postgresql", "postgresql"),
			Map.entry("mysql", "mysql"), Map.entry("mariadb", "mariadb"), Map.entry("h2", "h2database"),
			Map.entry("oracle", "oracle.db"), Map.entry("microsoft", "microsoft.sql_server"),
			Map.entry("hsql", "hsqldb"), Map.entry("apache", "derby"), Map.entry("sqlite", "sqlite"),
			Map.entry("db2", "ibm.db2"), Map.entry("hdb", "sap.hana"));

	/**
	 * Ask a connection.
	 * @throws SQLException if the driver does not tell
	 */
	static DatabaseAddress of(Connection connection) throws SQLException {
		DatabaseMetaData metaData = connection.getMetaData();
		String system = system(String.valueOf(metaData.getDatabaseProductName()));
		URI uri = uri(metaData.getURL());
		return new DatabaseAddress(system, (uri != null) ? uri.getHost() : null, (uri != null) ? uri.getPort() : -1,
				catalog(connection));
	}

	private static @Nullable String catalog(Connection connection) {
		try {
			return connection.getCatalog();
		}
		catch (SQLException | RuntimeException | LinkageError ex) {
			return null;
		}
	}

	private static String system(String product) {
		String name = product.toLowerCase(Locale.ROOT);
		return SYSTEMS.entrySet()
			.stream()
			.filter((entry) -> name.startsWith(entry.getKey()))
			.map(Map.Entry::getValue)
			.findFirst()
			.orElse(UNKNOWN.system());
	}

	/**
	 * The part of a URL that says where, without properties, which may hold a password.
	 */
	private static @Nullable URI uri(@Nullable String url) {
		int start = (url != null) ? url.indexOf("//") : -1;
		if (url == null || start < 0) {
			return null;
		}
		int end = start + 2;
		while (end < url.length() && "/;?,".indexOf(url.charAt(end)) < 0) {
			end++;
		}
		try {
			return URI.create("db:" + url.substring(start, end));
		}
		catch (IllegalArgumentException ex) {
			return null;
		}
	}

}
