package dev.sightline.autoconfigure.database;

/**
 * What is known of each pair of parentheses that is open. Those deeper than 63 are one.
 */
final class SqlNesting {

	private int depth;

	private long queries;

	private long lists;

	private long withs;

	private long bodies;

	int depth() {
		return this.depth;
	}

	void open() {
		this.depth++;
		long others = ~bit();
		this.queries &= others;
		this.lists &= others;
		this.withs &= others;
		this.bodies &= others;
	}

	/**
	 * Leave a pair of parentheses.
	 * @return whether it held a query that WITH names
	 */
	boolean close() {
		if (this.depth > 0) {
			this.depth--;
		}
		boolean body = (this.bodies & bit()) != 0;
		this.bodies &= ~bit();
		return body;
	}

	/**
	 * A SELECT, or another statement whose tables follow a FROM.
	 */
	void query() {
		this.queries |= bit();
		this.lists &= ~bit();
	}

	boolean isQuery() {
		return (this.queries & bit()) != 0;
	}

	void startList() {
		this.lists |= bit();
	}

	void endList() {
		this.lists &= ~bit();
	}

	/**
	 * Whether a comma separates tables.
	 */
	boolean isList() {
		return (this.lists & bit()) != 0;
	}

	void with() {
		this.withs |= bit();
	}

	void endWith() {
		this.withs &= ~bit();
	}

	boolean isWith() {
		return (this.withs & bit()) != 0;
	}

	/**
	 * The next pair of parentheses holds a query that WITH names.
	 */
	void body() {
		this.bodies |= bit();
	}

	boolean isInBody() {
		return this.bodies != 0;
	}

	private long bit() {
		return 1L << Math.min(this.depth, 63);
	}

}
