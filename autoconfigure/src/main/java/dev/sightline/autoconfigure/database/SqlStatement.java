package dev.sightline.autoconfigure.database;

import org.jspecify.annotations.Nullable;

/**
 * What a SQL statement does.
 *
 * @param operation the operation in upper case, as in {@code SELECT}, {@code _OTHER} if
 * it is none of the known ones
 * @param collection the first table as it is written, without quotes, {@code null} if
 * there is none
 * @param text the statement without its literals
 */
public record SqlStatement(String operation, @Nullable String collection, String text) {

	/**
	 * Analyze a statement.
	 * @param sql the statement, in any dialect; it may be no SQL at all
	 * @return what it does
	 */
	public static SqlStatement of(String sql) {
		SqlScanner scanner = new SqlScanner(sql);
		SqlToken token = scanner.token();
		SqlTarget target = new SqlTarget(sql);
		SqlText text = new SqlText(sql.length());
		boolean hidden = false;
		while (!hidden && !(text.isFull() && target.isFound()) && scanner.next(target.isNameExpected())) {
			if (!text.isFull()) {
				text.append(sql, token);
			}
			target.accept(token);
			hidden = target.isSecretNext();
		}
		if (hidden) {
			text.hide();
		}
		target.finish();
		return new SqlStatement(target.operation(), target.collection(), text.finish(scanner.isCut()));
	}

}
