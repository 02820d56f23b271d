package dev.safe4j.jdbc.counter;

import dev.safe4j.counter.CounterStore.Added;
import dev.safe4j.counter.CounterStore.Change;
import dev.safe4j.counter.CounterStore.Take;
import dev.safe4j.counter.CounterStore.Window;
import dev.safe4j.jdbc.Session;
import java.sql.SQLException;

/** The steps that the databases make in different ways. */
interface CounterSteps {

    Added add(Session session, Change change) throws SQLException;

    Window take(Session session, Take take) throws SQLException;
}
