package dev.safe4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.safe4j.jdbc.job.JdbcJobStore;
import dev.safe4j.servers.Callers;
import dev.safe4j.servers.EachDatabase;
import dev.safe4j.servers.ServerKind;
import dev.safe4j.servers.TestDatabase;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Tag;

class SchemaTest {

    private static final Duration BOUND = Duration.ofSeconds(60);
    private static final int INSTANCES = 4;
    private static final int ROUNDS = 15;

    /**
     * The room with the most tables: who is late with one of them finds that of the next ones some are there, and some are not. H2 is left
     * out: whoever looks into its catalogue while tables are made may get its ConcurrentModificationException.
     */
    @Tag("slow")
    @EachDatabase({ServerKind.POSTGRESQL, ServerKind.MARIADB})
    void instances_that_create_the_tables_at_once_all_start(TestDatabase db) {
        for (int round = 0; round < ROUNDS; round++) {
            Schema schema = JdbcJobStore.builder(db.dataSource())
                    .table("job_" + round)
                    .build()
                    .schema();
            List<Callers.Result<Boolean>> starts = Callers.run(INSTANCES, BOUND, caller -> {
                Database database = Database.of(db.newPool(1));
                return () -> {
                    schema.create(database);
                    return true;
                };
            });
            assertThat(starts).allSatisfy(each -> assertThat(each.failure()).isNull());
            assertThat(schema.require(Database.of(db.dataSource())).sqlName()).containsIgnoringCase("job_" + round);
        }
    }
}
