package dev.sightline.autoconfigure.database;

/**
 * A name with the parts that qualify it, and the names that WITH gave to queries.
 */
final class SqlName {

	/**
	 * The longest name.
	 */
	static final int LIMIT = 100;

	private static final int PARTS = 4;

	private static final int QUERIES = 16;

	private final String sql;

	private final int[] bounds = new int[2 * PARTS];

	private int parts;

	private int[] queries = {};

	private int count;

	SqlName(String sql) {
		this.sql = sql;
	}

	void start(SqlToken token) {
		this.parts = 0;
		add(token.from(), token.to());
	}

	void add(SqlToken token) {
		add(token.from(), token.to());
	}

	/**
	 * Add a part that was left out, as in {@code db..table}.
	 */
	void addEmpty(SqlToken dot) {
		add(dot.start(), dot.start());
	}

	private void add(int from, int to) {
		if (this.parts < PARTS) {
			this.bounds[2 * this.parts] = from;
			this.bounds[2 * this.parts++ + 1] = to;
		}
	}

	boolean isSimple() {
		return this.parts == 1;
	}

	int from() {
		return this.bounds[0];
	}

	int to() {
		return this.bounds[1];
	}

	/**
	 * Whether a token is the same word as another.
	 */
	boolean matches(int from, int to, int otherFrom, int otherTo) {
		return to - from == otherTo - otherFrom && this.sql.regionMatches(true, from, this.sql, otherFrom, to - from);
	}

	/**
	 * Keep a name that WITH gives to a query.
	 */
	void addQuery(SqlToken token) {
		if (this.count == 0) {
			this.queries = new int[2 * QUERIES];
		}
		if (this.count < QUERIES) {
			this.queries[2 * this.count] = token.from();
			this.queries[2 * this.count++ + 1] = token.to();
		}
	}

	/**
	 * Whether WITH gave the name to a query.
	 */
	boolean isQuery() {
		for (int i = 0; isSimple() && i < this.count; i++) {
			if (matches(from(), to(), this.queries[2 * i], this.queries[2 * i + 1])) {
				return true;
			}
		}
		return false;
	}

	/**
	 * The name as it is written, without its quotes.
	 */
	String text() {
		boolean plain = true;
		for (int i = 1; i < this.parts; i++) {
			plain &= this.bounds[2 * i] == this.bounds[2 * i - 1] + 1;
		}
		String text = plain ? this.sql.substring(from(), Math.min(this.bounds[2 * this.parts - 1], from() + LIMIT))
				: joined();
		return (text.length() > LIMIT) ? text.substring(0, LIMIT) : text;
	}

	private String joined() {
		String text = part(0);
		for (int i = 1; i < this.parts; i++) {
			text += "." + part(i);
		}
		return text;
	}

	private String part(int part) {
		return this.sql.substring(this.bounds[2 * part],
				Math.min(this.bounds[2 * part + 1], this.bounds[2 * part] + LIMIT));
	}

}
