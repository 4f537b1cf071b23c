package dev.sightline.autoconfigure.database;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * SQL statements of published libraries: those in their scripts, and the string constants
 * of their classes that are statements.
 */
final class SqlCorpus {

	/**
	 * What a whole statement begins with. A sentence in English does not.
	 */
	private static final Pattern STATEMENT = Pattern.compile(
			"""
					\\s*(\\(\\s*SELECT\\s.+|SELECT\\s.+|WITH\\s.+\\bAS\\s*\\(.+|INSERT\\s+(IGNORE\\s+)?INTO\\s.+|UPDATE\\s.+\\sSET\\s.+\
					|DELETE\\s+FROM\\s.+|MERGE\\s+INTO\\s.+|MERGE\\s.+\\sUSING\\s.+|REPLACE\\s+INTO\\s.+|TRUNCATE\\s+TABLE\\s.+|\\{?\\s*CALL\\s.+\
					|(CREATE|ALTER|DROP)\\s+((OR\\s+REPLACE|GLOBAL|TEMPORARY|UNIQUE|CLUSTERED|NONCLUSTERED)\\s+)*\
					(TABLE|INDEX|VIEW|SEQUENCE|TRIGGER|PROCEDURE|FUNCTION|SCHEMA|USER|DATABASE|TYPE)\\s.+\
					|EXEC\\s.+|BEGIN\\s.+\\(.*END;?|COMMENT\\s+ON\\s.+|LOCK\\s+TABLES?\\s.+|(EXPLAIN|SHOW|SET|GRANT|DECLARE)\\s.+\
					|COMMIT|ROLLBACK|IF\\s+.*EXISTS\\s*\\(.+)""",
			Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

	/**
	 * What a part of a statement ends with, to which a program adds more.
	 */
	private static final Pattern PART = Pattern.compile(
			".*([=<>,.(|]|\\b(WHERE|AND|OR|FROM|INTO|IN|BY|SET|LIKE|ON|JOIN|TABLE|VALUES|AS|IS|NOT|LIMIT|ROLE|SCHEMA|TO))\\s*",
			Pattern.CASE_INSENSITIVE | Pattern.DOTALL);

	/**
	 * Sentences, messages, and parts that are put together with others by the compiler.
	 */
	private static final Pattern NO_STATEMENT = Pattern.compile(
			".*([\\x01\\x02]|%[a-z]|[a-z]\\{\\}|\\{\\}|<[a-z]+>|#[a-z]|[^\\x00-\\x7f]|\\b(the|this|failed|cannot|could)\\s).*|(?i:SELECT\\s+count\\(\\*\\))|SELECT\\s+[^\\s,(]+\\s+[a-z]+\\s+[a-z]+",
			Pattern.DOTALL);

	private static final List<Map.Entry<String, Pattern>> DIALECTS = List.of(
			Map.entry("PostgreSQL", Pattern.compile("postgres|\\bpg")),
			Map.entry("MySQL", Pattern.compile("mysql|mariadb")), Map.entry("Oracle", Pattern.compile("oracle")),
			Map.entry("SQL Server", Pattern.compile("sqlserver|mssql")),
			Map.entry("H2", Pattern.compile("\\bh2|[_$]h2")));

	private static final Pattern OTHERS = Pattern.compile(
			"db2|derby|hsql|sqlite|sybase|hana|informix|firebird|snowflake|redshift|cockroach|vertica|ingres|cloudscape|pointbase|solid|cassandra|bigquery|spanner|mongo");

	private final Set<String> seen = new HashSet<>();

	private final List<Statement> statements = new ArrayList<>();

	static List<Statement> read(Path directory) throws IOException {
		SqlCorpus corpus = new SqlCorpus();
		try (Stream<Path> jars = Files.list(directory)) {
			for (Path jar : jars.sorted().toList()) {
				corpus.readJar(jar);
			}
		}
		return corpus.statements;
	}

	private void readJar(Path path) throws IOException {
		String source = path.getFileName().toString().replace(".jar", "");
		try (JarFile jar = new JarFile(path.toFile())) {
			for (JarEntry entry : (Iterable<JarEntry>) jar.stream()::iterator) {
				String name = entry.getName();
				String place = (source + "/" + name).toLowerCase(Locale.ROOT);
				if (name.startsWith("META-INF/versions") || OTHERS.matcher(place).find()) {
					continue;
				}
				try (InputStream in = jar.getInputStream(entry)) {
					if (name.endsWith(".class")) {
						ClassStrings.read(in).forEach((text) -> add(source, place, text, true));
					}
					else if (name.endsWith(".sql")) {
						split(new String(in.readAllBytes(), StandardCharsets.UTF_8))
							.forEach((text) -> add(source, place, text, false));
					}
				}
			}
		}
	}

	private void add(String source, String place, String text, boolean constant) {
		// Placeholders of Quartz and Spring for the prefix of table names.
		String sql = text.replace("{0}", "QRTZ_")
			.replace("{1}", "'scheduler'")
			.replace("%PREFIX%", "INT_")
			.replace("%TABLE_NAME%", "SPRING_SESSION")
			.strip();
		if (!STATEMENT.matcher(sql).matches() || PART.matcher(sql).matches() || !isBalanced(sql)
				|| constant && NO_STATEMENT.matcher(sql).matches()) {
			return;
		}
		String dialect = DIALECTS.stream()
			.filter((entry) -> entry.getValue().matcher(place).find())
			.map(Map.Entry::getKey)
			.findFirst()
			.orElse("any");
		if (this.seen.add(source + " " + dialect + " " + shape(sql))) {
			this.statements.add(new Statement(dialect, source, sql));
		}
	}

	/**
	 * What remains of a statement without its names and literals. Scripts create a
	 * hundred tables in the same way: one of them is enough.
	 */
	private static String shape(String sql) {
		String shape = sql.replaceAll("'[^']*'", "?").replaceAll("\\w*[_$]\\w*|\\d+", "x").replaceAll("\\s+", " ");
		boolean definition = shape.matches("(?i)(CREATE|ALTER|DROP|IF)\\s.*");
		String[] words = shape.toUpperCase(Locale.ROOT).split("[ (]");
		return String.join(" ", definition ? Arrays.copyOf(words, Math.min(words.length, 6)) : words);
	}

	private static boolean isBalanced(String sql) {
		String bare = sql.replaceAll("'[^']*'", "");
		return bare.chars().filter((c) -> c == '(').count() == bare.chars().filter((c) -> c == ')').count()
				&& bare.indexOf('\'') < 0;
	}

	/**
	 * Split a script at its semicolons, and at the lines that its tools end statements
	 * with.
	 */
	private static List<String> split(String script) {
		List<String> statements = new ArrayList<>();
		StringBuilder statement = new StringBuilder();
		boolean quoted = false;
		for (String line : script.split("\\R")) {
			if (!quoted && (line.isBlank() || line.strip().startsWith("--") || line.strip().startsWith("#"))) {
				continue;
			}
			boolean end = line.strip().equalsIgnoreCase("GO") || line.strip().equals("/");
			for (int i = 0; i < line.length() && !end; i++) {
				char c = line.charAt(i);
				quoted ^= c == '\'';
				if (c == ';' && !quoted) {
					statements.add(statement.toString());
					statement.setLength(0);
				}
				else {
					statement.append(c);
				}
			}
			statement.append('\n');
			if (end) {
				statements.add(statement.toString());
				statement.setLength(0);
			}
		}
		statements.add(statement.toString());
		return statements;
	}

	/**
	 * A statement.
	 *
	 * @param dialect the database that it is for, {@code any} if it is for all
	 * @param source the library that it is from
	 */
	record Statement(String dialect, String source, String sql) {

	}

}
