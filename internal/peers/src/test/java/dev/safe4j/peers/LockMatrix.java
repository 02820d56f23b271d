package dev.safe4j.peers;

import dev.safe4j.servers.Callers;
import dev.safe4j.test.contract.LockStoreContract;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.opentest4j.TestAbortedException;

/** Which kind of lock passes which case of the contract. */
final class LockMatrix {

    private static final Duration BOUND = Duration.ofMinutes(5);

    /** What a library passes or fails by which of its threads happen to meet: its name, and the cases. */
    private static final Map<String, Set<String>> BY_CHANCE = Map.of(
            "Spring Integration",
            Set.of("one holds a key at a time and numbers grow as an order of all calls explains"));

    /** What a case has come to. */
    enum Mark {
        PASSES("✓"),
        FAILS("**fails**"),
        BY_CHANCE("by chance"),
        HAS_NONE("–");

        private final String sign;

        Mark(String sign) {
            this.sign = sign;
        }
    }

    /** One case on one kind of lock, and why it failed. */
    record Cell(LockColumn column, String row, Mark mark, String why) {}

    private final List<Method> cases = methods(Test.class);
    private final List<LockColumn> columns;
    private final List<List<Cell>> cells = new ArrayList<>();

    LockMatrix(List<LockColumn> columns) {
        this.columns = columns;
    }

    /** Runs each column's cases one after the other, and the columns side by side. */
    LockMatrix run() {
        List<Callers.Result<List<Cell>>> results = Callers.run(
                columns.size(),
                BOUND,
                i -> () ->
                        cases.stream().map(each -> cell(columns.get(i), each)).toList());
        results.forEach(result -> cells.add(result.value()));
        return this;
    }

    List<Cell> cells() {
        return cells.stream().flatMap(List::stream).toList();
    }

    /** What others fail once, they are asked again: some of their faults come by chance. */
    private static Cell cell(LockColumn column, Method method) {
        Cell first = once(column, method);
        Cell cell = first.mark() == Mark.FAILS && !column.isOurs() ? once(column, method) : first;
        boolean isByChance = BY_CHANCE.getOrDefault(column.library(), Set.of()).contains(cell.row());
        return isByChance ? new Cell(column, cell.row(), Mark.BY_CHANCE, cell.why()) : cell;
    }

    private static Cell once(LockColumn column, Method method) {
        String row = row(method);
        try {
            run(column.contract(), method);
            return new Cell(column, row, Mark.PASSES, "");
        } catch (TestAbortedException none) {
            return new Cell(column, row, Mark.HAS_NONE, String.valueOf(none.getMessage()));
        } catch (Throwable failure) {
            return new Cell(column, row, Mark.FAILS, failure.toString());
        }
    }

    private static void run(LockStoreContract contract, Method method) throws Throwable {
        for (Method before : methods(BeforeEach.class)) {
            call(contract, before);
        }
        try {
            call(contract, method);
        } finally {
            for (Method after : methods(AfterEach.class)) {
                call(contract, after);
            }
        }
    }

    private static void call(LockStoreContract contract, Method method) throws Throwable {
        try {
            method.invoke(contract);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }

    /** The methods of the contract with that annotation, in the order of its parts. */
    private static List<Method> methods(Class<? extends Annotation> annotation) {
        Deque<Class<?>> parts = new ArrayDeque<>();
        for (Class<?> part = LockStoreContract.class; part != Object.class; part = part.getSuperclass()) {
            parts.push(part);
        }
        return parts.stream()
                .flatMap(part -> Stream.of(part.getDeclaredMethods())
                        .filter(method -> method.isAnnotationPresent(annotation))
                        .sorted(Comparator.comparing(LockMatrix::row)))
                .peek(method -> method.setAccessible(true))
                .toList();
    }

    /** The case's name in words, the number of a fault in front. */
    private static String row(Method method) {
        String words = method.getName().replace('_', ' ');
        return words.matches("r\\d+ .*") ? words.replaceFirst("r(\\d+) ", "R$1: ") : words;
    }

    /** The table of the guide. */
    String table() {
        List<String> lines = new ArrayList<>();
        lines.add(line("case", columns.stream().map(LockMatrix::head)));
        lines.add("|---|" + ":-:|".repeat(columns.size()));
        for (int i = 0; i < cases.size(); i++) {
            int row = i;
            lines.add(line(
                    row(cases.get(i)),
                    cells.stream().map(column -> column.get(row).mark().sign)));
        }
        return String.join("\n", lines);
    }

    private static String head(LockColumn column) {
        return column.library() + "<br>" + column.name();
    }

    private static String line(String first, Stream<String> rest) {
        return Stream.concat(Stream.of(first), rest).collect(java.util.stream.Collectors.joining(" | ", "| ", " |"));
    }
}
