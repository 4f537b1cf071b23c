package dev.sightline.autoconfigure.database.jdbc;

import java.sql.Connection;
import java.sql.SQLException;

/**
 * The transaction of a connection, from its first statement until it is committed or
 * rolled back.
 */
class Transaction {

	/**
	 * One call of JDBC that ends a transaction.
	 */
	@FunctionalInterface
	interface End {

		void on(Connection connection) throws SQLException;

	}

	private final ObservedDatabase database;

	private boolean known;

	private boolean autoCommit;

	private boolean open;

	private long start;

	Transaction(ObservedDatabase database) {
		this.database = database;
	}

	/**
	 * A statement is about to run.
	 */
	void goesOn(Connection connection) {
		if (!this.known) {
			this.autoCommit = isAutoCommit(connection);
			this.known = true;
		}
		if (!this.autoCommit && !this.open) {
			this.start = System.nanoTime();
			this.open = true;
		}
	}

	private static boolean isAutoCommit(Connection connection) {
		try {
			return connection.getAutoCommit();
		}
		catch (SQLException | RuntimeException ex) {
			// The statement will fail as well.
			return true;
		}
	}

	/**
	 * The mode was set, which commits if it changed.
	 */
	void autoCommit(boolean autoCommit) {
		if (autoCommit) {
			ended("committed");
		}
		this.autoCommit = autoCommit;
		this.known = true;
	}

	void end(Connection connection, End call, String outcome) throws SQLException {
		try {
			call.on(connection);
		}
		catch (SQLException | RuntimeException ex) {
			ended("error");
			throw ex;
		}
		ended(outcome);
	}

	/**
	 * The connection was closed. What that does to the transaction is up to the driver.
	 */
	void closed() {
		ended("unknown");
	}

	private void ended(String outcome) {
		if (this.open) {
			this.open = false;
			StatementObserver observer = this.database.observer();
			if (observer != null) {
				observer.transactionEnded(this.database, outcome, System.nanoTime() - this.start);
			}
		}
	}

}
