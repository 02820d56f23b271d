package dev.safe4j.test.interleavings;

import dev.safe4j.test.jdbc.SteppedDataSource;
import dev.safe4j.test.redis.RedisSteps;
import dev.safe4j.test.schedule.Stage;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * What a search holds on to: the clients of databases and of Redis that code under test goes through. Wrap each data source once,
 * outside of its pool, and give the code the wrapped one. While no race is run, a wrapped data source costs one volatile read. Thread-safe.
 */
public final class RaceProbe {

    private final Stage stage = new Stage();
    private final RedisSteps redis = new RedisSteps(stage);
    private final List<SteppedDataSource> dataSources = new CopyOnWriteArrayList<>();

    /** Makes a probe that holds on to nothing yet. */
    public RaceProbe() {}

    /**
     * Wraps a data source.
     *
     * @param dataSource the data source, outside of its pool
     * @return the data source for the code under test
     */
    public DataSource wrap(DataSource dataSource) {
        SteppedDataSource stepped = new SteppedDataSource(dataSource, stage, "db" + (dataSources.size() + 1));
        dataSources.add(stepped);
        return stepped;
    }

    /**
     * Tells whether a data source is one that a probe has wrapped.
     *
     * @param dataSource a data source, or null
     * @return whether it stops before each statement of a race
     */
    public static boolean isProbed(@Nullable DataSource dataSource) {
        return dataSource instanceof SteppedDataSource;
    }

    /**
     * Returns where clients of Redis are wrapped, each by a method of its own: none of their classes has to be there for this one.
     *
     * @return the Redis side of this probe
     */
    public RedisSteps redis() {
        return redis;
    }

    /**
     * Returns an executor whose tasks take part in the race: each is a further actor, named after the one that hands it on.
     *
     * @param executor runs the tasks
     * @return the executor to hand them to
     */
    public Executor adopt(Executor executor) {
        return stage.adopt(executor);
    }

    /**
     * Lets threads pass that have nothing to do with a race; what they do to the data that it is about makes it unrepeatable.
     *
     * @param threadName tells which
     */
    public void ignore(Predicate<String> threadName) {
        stage.ignore(thread -> threadName.test(thread.getName()));
    }

    Stage stage() {
        return stage;
    }

    List<SteppedDataSource> dataSources() {
        return dataSources;
    }
}
