package dev.safe4j.shop;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.rowlock.RowLocks;
import dev.safe4j.jdbc.transaction.AfterCommit;
import dev.safe4j.jdbc.transaction.Transactions;
import dev.safe4j.jdbc.update.Updates;
import dev.safe4j.lock.Locks;
import dev.safe4j.lock.MemoryLockStore;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.Callers.Result;
import dev.safe4j.servers.TestDatabase;
import dev.safe4j.shop.filetoctou.ReceiptFolder;
import dev.safe4j.shop.lockorder.LockedTransfers;
import dev.safe4j.shop.outside.Bank;
import dev.safe4j.shop.outside.Mailbox;
import dev.safe4j.shop.race.RaceRows;
import dev.safe4j.update.UpdateRefusedException;
import java.time.Duration;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.IntConsumer;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.annotation.EnableTransactionManagement;

/** Both forms of every operation on a test's database, {@code @Transactional} and all, without HTTP. */
public final class TestShop implements AutoCloseable {

    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final int ROUNDS = 60;
    private static final int CONNECTIONS = 8;

    private final TestDatabase database;
    private final AnnotationConfigApplicationContext beans = new AnnotationConfigApplicationContext();

    private TestShop(TestDatabase database, UnaryOperator<DataSource> wrapping) {
        this.database = database;
        database.dataSource().setMaximumPoolSize(CONNECTIONS);
        TablesFirst.create(database.dataSource());
        DataSource wrapped = wrapping.apply(database.dataSource());
        beans.registerBean(DataSource.class, () -> wrapped, definition -> definition.setDestroyMethodName(""));
        beans.register(Plumbing.class, Mailbox.class, Bank.class, ReceiptFolder.class);
        Hazards.ALL.forEach(hazard -> Stream.of(hazard.unsafe(), hazard.safe())
                .forEach(form -> beans.registerBean(form, definition -> definition.setLazyInit(true))));
        beans.registerBean(LockedTransfers.class, definition -> definition.setLazyInit(true));
        beans.refresh();
    }

    /** A form that is no bean of the shop, in the place of one: what it asks for is injected, and its annotations hold. */
    public <T> T with(Class<T> form, Object... collaborators) {
        Stream.of(collaborators).forEach(each -> registerOwn(each));
        beans.registerBean(form);
        return get(form);
    }

    private <T> void registerOwn(T collaborator) {
        @SuppressWarnings("unchecked")
        Class<T> type = (Class<T>) collaborator.getClass();
        beans.registerBean(type, () -> collaborator, definition -> definition.setDestroyMethodName(""));
    }

    /** What the starter and Boot bring into a service. No component: the shop itself, started by a test, has that from them. */
    @EnableTransactionManagement(proxyTargetClass = true)
    static class Plumbing {

        @Bean
        JdbcClient jdbcClient(DataSource dataSource) {
            return JdbcClient.create(dataSource);
        }

        @Bean
        PlatformTransactionManager transactionManager(DataSource dataSource) {
            return new JdbcTransactionManager(dataSource);
        }

        @Bean
        Database database(DataSource dataSource) {
            return Database.of(dataSource);
        }

        @Bean
        Updates updates(Database database) {
            return Updates.on(database);
        }

        @Bean
        RowLocks rowLocks(Database database) {
            return RowLocks.on(database);
        }

        @Bean
        Transactions transactions(PlatformTransactionManager manager, Database database) {
            return Transactions.on(database, manager);
        }

        @Bean
        AfterCommit afterCommit() {
            return new AfterCommit();
        }

        /** One instance is all there is here; the shop itself has the starter's, in its database. */
        @Bean
        Locks locks() {
            return Locks.on(new MemoryLockStore());
        }
    }

    public static TestShop on(TestDatabase database) {
        return new TestShop(database, dataSource -> dataSource);
    }

    /** A shop whose every statement goes through what is wrapped around its data source. */
    public static TestShop on(TestDatabase database, UnaryOperator<DataSource> wrapping) {
        return new TestShop(database, wrapping);
    }

    public <T> T get(Class<T> type) {
        return beans.getBean(type);
    }

    public RaceRows rows() {
        return new RaceRows(get(Updates.class), get(JdbcClient.class));
    }

    /** The one number that a query finds. */
    public long number(String sql, Object... arguments) {
        Object number = database.rows(sql, arguments).get(0).values().iterator().next();
        return ((Number) number).longValue();
    }

    /** What became of the callers of a race. */
    public record Outcome(int attempted, long succeeded, long refused, List<Throwable> errors) {

        /** Every caller was told something, and nobody was shown an error. */
        public Outcome assertSettled() {
            assertThat(errors).isEmpty();
            assertThat(succeeded + refused).isEqualTo(attempted);
            return this;
        }
    }

    /** Lets so many callers do it at once. */
    public Outcome race(int callers, IntConsumer call) {
        database.warm(CONNECTIONS);
        List<Result<Boolean>> results = Callers.run(callers, BOUND, caller -> () -> {
            call.accept(caller);
            return true;
        });
        List<Throwable> failures = results.stream()
                .filter(result -> !result.isSuccess())
                .map(Result::failure)
                .toList();
        List<Throwable> errors = failures.stream()
                .filter(failure -> !(failure instanceof Refused) && !(failure instanceof UpdateRefusedException))
                .toList();
        return new Outcome(callers, callers - failures.size(), failures.size() - errors.size(), errors);
    }

    /** Repeats a round until it has ended wrong, and fails if it never does. */
    public static void assertBreaks(String how, BooleanSupplier round) {
        for (int i = 0; i < ROUNDS; i++) {
            if (round.getAsBoolean()) {
                return;
            }
        }
        throw new AssertionError("in " + ROUNDS + " rounds it did not happen that " + how);
    }

    @Override
    public void close() {
        beans.close();
    }
}
