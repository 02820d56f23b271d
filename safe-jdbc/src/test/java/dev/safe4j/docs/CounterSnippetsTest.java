package dev.safe4j.docs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.safe4j.counter.AddResult;
import dev.safe4j.counter.CounterStore;
import dev.safe4j.counter.Counters;
import dev.safe4j.counter.Quota;
import dev.safe4j.counter.Sequence;
import dev.safe4j.counter.StripedCounter;
import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.counter.GaplessSequence;
import dev.safe4j.jdbc.counter.JdbcCounterStore;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import java.time.Duration;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;

/** The code blocks of docs/guide/counters.md, compiled and run. DocumentationTest holds the two together. */
class CounterSnippetsTest {

    private static final class TooManyAttempts extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManyAttempts(Duration retryAfter) {
            super("come back in " + retryAfter);
        }
    }

    private static CounterStore store(DataSource ownPool) {
        JdbcCounterStore store = JdbcCounterStore.on(ownPool);
        store.schema().create(store.database());
        return store;
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.H2})
    void counters(TestDatabase db) {
        CounterStore store = store(db.newPool(3));
        Counters counters = Counters.on(store);
        long visits = counters.add("visits", 1);
        assertThat(visits).isEqualTo(1);
        assertThat(reserved(counters, 7, 100)).isTrue();
        assertThat(reserved(counters, 7, 1)).isFalse();
        StripedCounter likes = counters.striped("likes:42", 16);
        likes.add(1);
        long total = likes.sum();
        assertThat(total).isEqualTo(1);
    }

    private static boolean reserved(Counters counters, int show, int people) {
        Counters seats = counters.atMost(100).atLeast(0);
        AddResult result = seats.tryAdd("seats:" + show, people);
        if (result instanceof AddResult.Refused refused) {
            System.out.println("only " + (refused.bound() - refused.value()) + " are left");
        }
        return result.isAdded();
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.H2})
    void quotas(TestDatabase db) {
        CounterStore store = store(db.newPool(3));
        Quota logins = Quota.on(store).limit(5).per(Duration.ofMinutes(1)).sliding();
        for (int i = 0; i < 5; i++) {
            login(logins, "ann");
        }
        assertThatThrownBy(() -> login(logins, "ann")).isInstanceOf(TooManyAttempts.class);
        login(logins, "bob");
    }

    private static void login(Quota logins, String user) {
        logins.take("login:" + user).orThrow(retryAfter -> new TooManyAttempts(retryAfter));
    }

    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.H2})
    void sequences(TestDatabase db) {
        CounterStore store = store(db.newPool(3));
        Sequence orders = Sequence.inBlocks(store, 100);
        long order = orders.next("order");
        assertThat(order).isEqualTo(1);

        Database database = Database.of(db.dataSource());
        Transactions transactions = Transactions.on(database);
        db.execute("create table bill (number bigint primary key, orders bigint)");
        JdbcTemplate jdbc = new JdbcTemplate(db.dataSource());
        Sequence bills = GaplessSequence.on(database);
        transactions.run(attempt -> jdbc.update("insert into bill values (?, ?)", bills.next("bill"), order));
        assertThat(db.value(Long.class, "select number from bill")).isEqualTo(1);
    }
}
