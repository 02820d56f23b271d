package dev.safe4j.benchmarks;

import java.sql.PreparedStatement;
import org.jooq.tools.jdbc.DefaultConnection;
import org.jooq.tools.jdbc.DefaultPreparedStatement;

/**
 * A connection that does nothing, so that what is left is the cost of those who call it. It answers what an update needs; the
 * rest fails with a {@link NullPointerException}.
 */
final class StubConnection extends DefaultConnection {

    private long writes;

    StubConnection() {
        super(null);
    }

    long writes() {
        return writes;
    }

    @Override
    public PreparedStatement prepareStatement(String sql) {
        return new Update();
    }

    @Override
    public boolean getAutoCommit() {
        return true;
    }

    @Override
    public void close() {}

    private final class Update extends DefaultPreparedStatement {

        Update() {
            super((PreparedStatement) null);
        }

        @Override
        public void setObject(int index, Object value) {}

        @Override
        public void setString(int index, String value) {}

        @Override
        public int executeUpdate() {
            writes++;
            return 1;
        }

        @Override
        public void close() {}
    }
}
