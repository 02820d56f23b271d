package dev.safe4j.jdbc.faults;

import dev.safe4j.jdbc.Dialect;
import dev.safe4j.jdbc.SqlFaults;
import dev.safe4j.retry.FaultClass;
import java.sql.SQLException;

/** What a driver reported, and what the classifier makes of it. */
record Fault(String state, int code, FaultClass faultClass) {

    /** Something that is expected to fail. */
    interface Provocation {
        void run() throws Exception;
    }

    static Fault of(Dialect dialect, SQLException failure) {
        FaultClass faultClass = SqlFaults.of(dialect).classify(failure);
        return new Fault(failure.getSQLState(), failure.getErrorCode(), faultClass);
    }

    static Fault provokedBy(Driver driver, Provocation provocation) {
        return of(driver.dialect(), thrownBy(provocation));
    }

    static SQLException thrownBy(Provocation provocation) {
        try {
            provocation.run();
        } catch (SQLException expected) {
            return expected;
        } catch (Exception other) {
            throw new AssertionError("failed, but not with a SQLException", other);
        }
        throw new AssertionError("did not fail");
    }
}
