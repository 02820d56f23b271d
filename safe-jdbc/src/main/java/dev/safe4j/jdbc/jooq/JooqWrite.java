package dev.safe4j.jdbc.jooq;

import dev.safe4j.jdbc.ConditionalWrite;
import dev.safe4j.jdbc.ConditionalWrite.Found;
import dev.safe4j.jdbc.ConditionalWrite.Written;
import dev.safe4j.jdbc.Dialect;
import dev.safe4j.jdbc.Dialect.ReadBack;
import dev.safe4j.jdbc.Session;
import dev.safe4j.update.Row;
import dev.safe4j.update.RowId;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectConditionStep;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/** One write and the look at its row, as jOOQ's statements. */
final class JooqWrite {

    private final Target target;
    private final Map<Field<?>, Field<?>> changes;
    private final List<Field<?>> returning;
    private final List<Field<?>> answered;
    private final Dialect dialect;

    /** With no changes, it is a delete. */
    JooqWrite(Target target, Map<Field<?>, Field<?>> changes, List<Field<?>> returning, Dialect dialect) {
        this.target = target;
        this.changes = changes;
        this.returning = returning;
        this.dialect = dialect;
        this.answered = new ArrayList<>(returning);
        RowVersion<?> version = target.version();
        if (version != null && version.isTime() && !changes.isEmpty()) {
            answered.add(version.field());
        }
    }

    /** The row and what is checked of it. */
    record Target(
            TypedTable table,
            RowId row,
            Condition key,
            @Nullable Condition condition,
            @Nullable RowVersion<?> version,
            @Nullable RowFence<?> fence) {

        Condition check() {
            return condition == null ? DSL.noCondition() : condition;
        }

        Condition all() {
            Condition row = version == null ? key : key.and(version.matches());
            return (fence == null ? row : row.and(fence.passes())).and(check());
        }
    }

    /** Whether a second statement reads back what was written. */
    boolean readsBack() {
        return !answered.isEmpty() && dialect.readBack() == ReadBack.SECOND_STATEMENT;
    }

    ConditionalWrite.Steps by(Statements statements) {
        return new Steps(statements);
    }

    private final class Steps implements ConditionalWrite.Steps {

        private final Statements statements;

        Steps(Statements statements) {
            this.statements = statements;
        }

        @Override
        public Written write(Session session) throws SQLException {
            if (changes.isEmpty()) {
                return Written.plain(
                        statements.run(dsl -> dsl.deleteFrom(target.table().table())
                                .where(target.all())
                                .execute()));
            }
            if (answered.isEmpty()) {
                return answer(statements.run(this::update), null);
            }
            if (readsBack()) {
                int rows = statements.run(this::update);
                return rows == 1 ? readBack() : Written.plain(rows);
            }
            List<? extends Record> rows = statements.run(this::updateReturning);
            return rows.isEmpty() ? Written.plain(0) : answer(rows.size(), rows.get(0));
        }

        private int update(DSLContext dsl) {
            return dsl.update(target.table().table())
                    .set(changes)
                    .where(target.all())
                    .execute();
        }

        /** RETURNING on PostgreSQL and FINAL TABLE on H2: one statement. MariaDB never comes here. */
        private List<? extends Record> updateReturning(DSLContext dsl) {
            return dsl.update(target.table().table())
                    .set(changes)
                    .where(target.all())
                    .returningResult(answered)
                    .fetch();
        }

        private Written readBack() throws SQLException {
            List<? extends Record> rows = statements.run(dsl -> dsl.select(answered)
                    .from(target.table().table())
                    .where(target.key())
                    .fetch());
            if (rows.size() != 1) {
                throw new IllegalStateException("the row " + row() + " is not to be found after its update.");
            }
            return answer(1, rows.get(0));
        }

        private Written answer(int rows, @Nullable Record values) {
            RowVersion<?> version = target.version();
            if (values == null) {
                return version == null ? Written.plain(rows) : Written.of(rows, Row.empty(), version.nextNumber());
            }
            Map<String, @Nullable Object> named = new LinkedHashMap<>();
            for (int i = 0; i < returning.size(); i++) {
                named.put(returning.get(i).getName(), values.get(i));
            }
            boolean read = answered.size() > returning.size();
            Object next = read ? values.get(returning.size()) : version == null ? null : version.nextNumber();
            return Written.of(rows, Row.of(named), next);
        }

        @Override
        public @Nullable Found look(Session session, boolean locking) throws SQLException {
            RowVersion<?> version = target.version();
            Field<Integer> holds =
                    DSL.case_().when(target.check(), DSL.inline(1)).otherwise(DSL.inline(0));
            Field<?> present = version == null ? DSL.inline(1) : version.field();
            RowFence<?> fence = target.fence();
            Field<?> stored = fence == null ? DSL.inline(1) : fence.field();
            List<? extends Record> rows = statements.run(dsl -> {
                SelectConditionStep<?> select = dsl.select(holds, present, stored)
                        .from(target.table().table())
                        .where(target.key());
                return locking && !dialect.lockingRead().isEmpty()
                        ? select.option(dialect.lockingRead().trim()).fetch()
                        : select.fetch();
            });
            if (rows.isEmpty()) {
                return null;
            }
            Record row = rows.get(0);
            return new Found(
                    Integer.valueOf(1).equals(row.get(0)),
                    version == null ? null : row.get(1),
                    fence == null ? null : (Number) row.get(2));
        }

        @Override
        public RowId row() {
            return target.row();
        }
    }
}
