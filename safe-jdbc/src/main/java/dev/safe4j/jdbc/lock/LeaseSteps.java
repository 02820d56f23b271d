package dev.safe4j.jdbc.lock;

import dev.safe4j.jdbc.Session;
import dev.safe4j.lease.Lease;
import dev.safe4j.lock.LockStore.Answer;
import dev.safe4j.lock.LockStore.Release;
import dev.safe4j.lock.LockStore.Released;
import dev.safe4j.lock.LockStore.Request;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;

/** The steps of the store as statements on one connection, each of which commits on its own. */
interface LeaseSteps {

    List<Answer> acquire(Session session, List<Request> requests) throws SQLException;

    List<Boolean> renew(Session session, List<Lease> leases) throws SQLException;

    List<Released> release(Session session, List<Release> releases) throws SQLException;

    /** Deletes rows that nobody holds and whose numbers the clock has passed; gives how many. */
    int purge(Session session, Duration idle, int atMost) throws SQLException;
}
