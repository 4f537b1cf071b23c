package dev.sightline.autoconfigure.database.jdbc;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * A prepared statement that is observed each time that it runs.
 */
class ObservedPreparedStatement extends ObservedStatement implements PreparedStatementDelegate {

	private final PreparedStatement delegate;

	private final KnownStatement statement;

	ObservedPreparedStatement(PreparedStatement delegate, ObservedConnection connection, KnownStatement statement) {
		super(delegate, connection);
		this.delegate = delegate;
		this.statement = statement;
	}

	@Override
	public PreparedStatement delegate() {
		return this.delegate;
	}

	private <R> R run(Call<PreparedStatement, R> call) throws SQLException {
		return run(this.statement, 0, this.delegate, call);
	}

	@Override
	public ResultSet executeQuery() throws SQLException {
		return run(PreparedStatement::executeQuery);
	}

	@Override
	public int executeUpdate() throws SQLException {
		return run(PreparedStatement::executeUpdate);
	}

	@Override
	public long executeLargeUpdate() throws SQLException {
		return run(PreparedStatement::executeLargeUpdate);
	}

	@Override
	public boolean execute() throws SQLException {
		return run(PreparedStatement::execute);
	}

	@Override
	public void addBatch() throws SQLException {
		this.delegate.addBatch();
		addedToBatch(this.statement);
	}

}
