package dev.safe4j.peers;

import com.zaxxer.hikari.HikariDataSource;
import dev.safe4j.jdbc.lock.JdbcLockStore;
import dev.safe4j.jdbc.lock.PostgresReleaseSignal;
import dev.safe4j.lease.Lease;
import dev.safe4j.lock.LockStore;
import dev.safe4j.lock.ReleaseSignal;
import java.util.List;
import java.util.function.Consumer;

/** Our store on PostgreSQL together with its signal, which the contract wants in one. */
record NotifyingStore(JdbcLockStore store, PostgresReleaseSignal signal) implements LockStore, ReleaseSignal {

    static LockStore on(HikariDataSource pool) {
        PostgresReleaseSignal signal = new PostgresReleaseSignal(pool, "peers_locks");
        return new NotifyingStore(
                JdbcLockStore.builder(pool).notifying(signal.channel()).build(), signal);
    }

    @Override
    public String name() {
        return store.name();
    }

    @Override
    public List<Answer> acquire(List<Request> requests) {
        return store.acquire(requests);
    }

    @Override
    public List<Released> release(List<Release> releases) {
        return store.release(releases);
    }

    @Override
    public List<Boolean> renew(List<Lease> leases) {
        return store.renew(leases);
    }

    @Override
    public Listening listen(Consumer<String> released) {
        return signal.listen(released);
    }

    @Override
    public void close() {
        store.close();
    }
}
