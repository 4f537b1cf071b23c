package dev.sightline.autoconfigure.database;

import org.jspecify.annotations.Nullable;

/**
 * Writes a statement without its literals. Lists of placeholders and rows behind the
 * first are left out.
 */
final class SqlText {

	/**
	 * The longest text.
	 */
	static final int LIMIT = 2000;

	private static final String CUT = "...";

	private static final int NO_LIST = Integer.MIN_VALUE;

	private final StringBuilder text;

	private int depth;

	/**
	 * How deep the values of an {@code IN} or the rows of a {@code VALUES} are.
	 */
	private int list = NO_LIST;

	private boolean rows;

	private boolean skipping;

	/**
	 * A comma that is written only if something follows it that is shown.
	 */
	private boolean comma;

	private SqlToken.@Nullable Kind last;

	private @Nullable SqlKeyword keyword;

	private boolean closed;

	SqlText(int length) {
		this.text = new StringBuilder(Math.min(length, LIMIT) + 16);
	}

	void append(String sql, SqlToken token) {
		boolean value = token.kind() == SqlToken.Kind.VALUE;
		char mark = (token.kind() == SqlToken.Kind.MARK) ? token.first() : 0;
		if (mark == ')') {
			this.depth--;
		}
		boolean item = this.depth == this.list && mark != ')';
		if (item && mark == ',' && (this.closed || this.last == SqlToken.Kind.VALUE && !this.rows)) {
			this.comma = true;
		}
		else if (this.comma && item && (mark == '(' && this.closed || value && !this.closed)) {
			this.comma = false;
			this.skipping = mark == '(';
		}
		else if (!this.skipping) {
			write(sql, token, value);
		}
		after(token, mark, item);
	}

	private void after(SqlToken token, char mark, boolean item) {
		if (mark == ')' && this.depth <= this.list) {
			boolean row = this.depth == this.list;
			this.skipping = false;
			this.closed = row;
			this.list = row ? this.list : NO_LIST;
		}
		else if (mark == '(') {
			if (this.keyword == SqlKeyword.IN) {
				startList(this.depth + 1, false);
			}
			this.depth++;
		}
		else if (token.keyword() == SqlKeyword.VALUES) {
			startList(this.depth, true);
		}
		else if (item && mark != ',') {
			this.closed = false;
			if (this.rows) {
				this.list = NO_LIST;
			}
		}
		if (mark != ',' || !item) {
			this.last = token.kind();
		}
		this.keyword = token.keyword();
	}

	private void startList(int depth, boolean rows) {
		if (!this.skipping) {
			this.list = depth;
			this.rows = rows;
			this.closed = false;
		}
	}

	private void write(String sql, SqlToken token, boolean value) {
		if (this.comma) {
			this.comma = false;
			this.text.append(',');
		}
		if (token.isSpaced() && !this.text.isEmpty()) {
			this.text.append(' ');
		}
		if (value) {
			this.text.append('?');
		}
		else {
			int room = LIMIT + 1 - this.text.length();
			this.text.append(sql, token.start(), Math.min(token.end(), token.start() + Math.max(room, 0)));
		}
	}

	/**
	 * Hide what follows.
	 */
	void hide() {
		this.text.append(" ?");
	}

	boolean isFull() {
		return this.text.length() > LIMIT;
	}

	/**
	 * The text.
	 * @param cut whether the statement goes on
	 */
	String finish(boolean cut) {
		if (cut || isFull()) {
			int end = Math.min(this.text.length(), LIMIT - CUT.length());
			if (end > 0 && Character.isHighSurrogate(this.text.charAt(end - 1))) {
				end--;
			}
			this.text.setLength(end);
			this.text.append(CUT);
		}
		return this.text.toString();
	}

}
