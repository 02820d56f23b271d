package dev.safe4j.jdbc.update;

import dev.safe4j.jdbc.Database;
import dev.safe4j.jdbc.Table;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The statements rendered so far, by shape, so that a call renders no SQL. Thread-safe and bounded. */
final class StatementCache {

    /** Programs have a few hundred shapes; more means that conditions are made of input, and then nothing may grow. */
    private static final int MOST = 4_096;

    private final Database database;
    private final Map<Shape, UpdateStatement> known = new ConcurrentHashMap<>();

    StatementCache(Database database) {
        this.database = database;
    }

    UpdateStatement of(Shape shape, Table table) {
        UpdateStatement found = known.get(shape);
        return found != null ? found : render(shape.frozen(), table);
    }

    private UpdateStatement render(Shape shape, Table table) {
        UpdateStatement made = new UpdateStatement(shape, table, database.dialect());
        if (known.size() >= MOST) {
            known.clear();
        }
        known.put(shape, made);
        return made;
    }
}
