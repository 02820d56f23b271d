package dev.safe4j.benchmarks;

import com.zaxxer.hikari.HikariDataSource;
import dev.safe4j.idempotency.Execution;
import dev.safe4j.idempotency.Idempotency;
import dev.safe4j.idempotency.IdempotentOperation;
import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.idempotency.JdbcIdempotencyStore;
import dev.safe4j.jdbc.idempotency.JdbcTransactionalStore;
import dev.safe4j.servers.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.integration.jdbc.metadata.JdbcMetadataStore;
import org.springframework.integration.selector.MetadataStoreSelector;
import org.springframework.integration.support.MessageBuilder;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The ways to do something once under a key that are compared, all over one pool. The first is the raw limit. */
final class RequestWays implements AutoCloseable {

    private static final String RECORDED = "recorded";

    private static final String SPRING_INTEGRATION =
            "create table int_metadata_store (metadata_key varchar(255) not null, metadata_value varchar(4000),"
                    + " region varchar(100) not null, constraint int_metadata_store_pk primary key (metadata_key, region))";

    private final HikariDataSource pool;
    private final RequestTransactions transactions;
    private final JdbcTemplate jdbc;
    private final List<Idempotency> opened = new ArrayList<>();

    RequestWays(HikariDataSource pool, RequestTransactions transactions) {
        this.pool = pool;
        this.transactions = transactions;
        this.jdbc = new JdbcTemplate(pool);
    }

    /** Makes the tables of all ways. */
    static void prepare(TestDatabase db) {
        JdbcIdempotencyStore.on(db.dataSource()).schema().create(Database.of(db.dataSource()));
        db.execute(RawRequests.TABLES);
        db.execute(SPRING_INTEGRATION);
    }

    static List<String> tables() {
        return List.of(
                "safe4j_idempotency",
                "safe4j_idempotency_step",
                "raw_request",
                "naive_request",
                "int_metadata_store",
                "effect");
    }

    List<RequestWay.Named> all() {
        RawRequests raw = new RawRequests(pool, transactions);
        return List.of(
                new RequestWay.Named("raw limit: the same statements by JDBC", raw.same(recorded(), RECORDED)),
                new RequestWay.Named("safe4j", safe4j()),
                new RequestWay.Named("raw: token, lease and answer alone, by JDBC", raw.least()),
                new RequestWay.Named("Spring Integration, JdbcMetadataStore", springIntegration()),
                new RequestWay.Named("look up, then insert, by JDBC", raw.naive()));
    }

    private List<Recording.Sent> recorded() {
        Recording recording = new Recording(pool);
        IdempotentOperation<String> operation = operation(recording);
        operation.key("first").run(attempt -> RequestWay.answer("first")); // looks for the tables
        recording.clear();
        operation.key(RECORDED).run(attempt -> RequestWay.answer(RECORDED));
        return recording.sent();
    }

    private IdempotentOperation<String> operation(DataSource over) {
        Idempotency idempotency = Idempotency.builder(JdbcIdempotencyStore.on(over))
                .transactional(JdbcTransactionalStore.on(Database.of(over)))
                .build();
        opened.add(idempotency);
        IdempotentOperation<String> operation =
                idempotency.operation("order", String.class).within(Duration.ofSeconds(10));
        return transactions == RequestTransactions.ONE ? operation.sameTransaction() : operation;
    }

    private RequestWay safe4j() {
        IdempotentOperation<String> operation = operation(pool);
        return key -> {
            Execution<String> execution = operation.key(key).tryRun(attempt -> {
                jdbc.update(RawRequests.EFFECT, key);
                return RequestWay.answer(key);
            });
            return execution instanceof Execution.Replayed<String> replayed
                    ? RequestWay.replayed(key, String.valueOf(replayed.value()))
                    : execution instanceof Execution.Ran;
        };
    }

    /** As its receiver of messages decides. It keeps no answer, and what it let in is never let in again, though it fails. */
    private RequestWay springIntegration() {
        JdbcMetadataStore store = new JdbcMetadataStore(pool);
        store.afterPropertiesSet();
        MetadataStoreSelector selector = new MetadataStoreSelector(message -> (String) message.getPayload(), store);
        RequestWay receiver = key -> {
            if (!selector.accept(MessageBuilder.withPayload(key).build())) {
                return false;
            }
            jdbc.update(RawRequests.EFFECT, key);
            return true;
        };
        if (transactions == RequestTransactions.EACH) {
            return receiver;
        }
        TransactionTemplate template = new TransactionTemplate(new DataSourceTransactionManager(pool));
        return key -> Boolean.TRUE.equals(template.execute(status -> {
            try {
                return receiver.ask(key);
            } catch (java.sql.SQLException impossible) {
                throw new IllegalStateException(impossible);
            }
        }));
    }

    @Override
    public void close() {
        opened.forEach(Idempotency::close);
        pool.close();
    }
}
