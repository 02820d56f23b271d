package dev.safe4j.shop.searched;

import dev.safe4j.shop.Form;
import dev.safe4j.shop.Hazard;
import dev.safe4j.shop.Hazards;
import dev.safe4j.shop.Refused;
import dev.safe4j.shop.TestShop;
import dev.safe4j.test.interleavings.Interleavings;
import dev.safe4j.test.interleavings.Isolation;
import dev.safe4j.test.interleavings.Outcomes;
import dev.safe4j.test.interleavings.Verdict;
import dev.safe4j.update.UpdateRefusedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * A scene of a hazard: from which rows, who calls the service, in either form, and what must be so afterwards. The same callers
 * and the same figures judge both forms.
 *
 * @param <T> the service
 */
public final class Searched<T> {

    // No service of two callers here comes near it; a search that does is too large to be exhausted in every build.
    private static final int MOST_ORDERS = 5_000;

    final Hazard hazard;
    final String scene;
    private final Class<T> service;
    private final List<String> reset = new ArrayList<>();
    private final List<Consumer<TestShop>> before = new ArrayList<>();
    private final List<Caller<T>> callers = new ArrayList<>();
    private final List<Figure> figures = new ArrayList<>();
    private final List<Class<? extends Throwable>> refusals = new ArrayList<>();
    private final List<String> losing = new ArrayList<>();
    private Verdict verdict = Verdict.VIOLATED;
    private Isolation isolation = Isolation.READ_COMMITTED;
    private boolean whole;
    boolean onPage = true;
    boolean deadlocks;

    @Nullable
    String whyNoTimeline;

    /** What a caller does with the service. */
    interface Call<T> {
        void on(T service, TestShop shop);
    }

    /** What a caller asks of the service. */
    interface Question<T> {
        Object on(T service);
    }

    /** Reads a number, once all callers have ended. */
    interface Reading {
        Object of(TestShop shop, Outcomes outcomes);
    }

    private record Caller<T>(String name, Call<T> call, boolean asks, Question<T> question) {}

    private record Figure(String name, Reading reading, Object expected) {}

    /** A scene under the hazard's own name, which is the place of its timeline on the page too. */
    Searched(String slug, Class<T> service) {
        this(slug, slug, service);
    }

    Searched(String slug, String scene, Class<T> service) {
        this.hazard = Hazards.find(slug).orElseThrow();
        this.scene = scene;
        this.service = service;
        refusals.add(Refused.class);
        refusals.add(UpdateRefusedException.class);
    }

    Searched<T> from(String... statements) {
        reset.addAll(List.of(statements));
        return this;
    }

    /** What is brought back, or remembered, besides the rows. */
    Searched<T> before(Consumer<TestShop> step) {
        before.add(step);
        return this;
    }

    Searched<T> caller(String name, Consumer<T> call) {
        return beside(name, (service, shop) -> call.accept(service));
    }

    /** A caller who goes to another service of the shop. */
    Searched<T> beside(String name, Call<T> call) {
        callers.add(new Caller<>(name, call, false, service -> name));
        return this;
    }

    /** A caller whose answer counts. */
    Searched<T> reader(String name, Question<T> question) {
        callers.add(new Caller<>(name, (service, shop) -> {}, true, question));
        return this;
    }

    Searched<T> exactly(String name, Reading reading, Object expected) {
        figures.add(new Figure(name, reading, expected));
        return this;
    }

    /** A number that a query finds. */
    Searched<T> rows(String name, String sql, Number expected) {
        return exactly(
                name,
                (shop, outcomes) -> shop.get(JdbcClient.class)
                        .sql(sql)
                        .query(expected.getClass())
                        .single(),
                expected);
    }

    /** How many callers were told yes. */
    Searched<T> told(String yes, long expected) {
        return exactly(yes, (shop, outcomes) -> outcomes.successes(), expected);
    }

    Searched<T> refusing(Class<? extends Throwable> type) {
        refusals.add(type);
        return this;
    }

    /** What the unsafe form breaks is not the data: somebody is shown an error. */
    Searched<T> showsAnError() {
        verdict = Verdict.ACTOR_ERROR;
        return this;
    }

    Searched<T> isRightInBothForms() {
        verdict = Verdict.HELD;
        return this;
    }

    /** The commits of single statements as a part of them: there are many here, and none matters by itself. */
    Searched<T> unsafeCommitsAreWhole() {
        whole = true;
        return this;
    }

    /** Ends in a circle of waits. Whom the server lets fail depends on when it looks: the page does not say. */
    Searched<T> deadlocks() {
        deadlocks = true;
        return this;
    }

    /** Searched, but its timeline would not show what is wrong. */
    Searched<T> withoutTimeline(String reason) {
        whyNoTimeline = reason;
        return this;
    }

    /** Searched, and not told on the hazard's page. */
    Searched<T> withoutPage() {
        onPage = false;
        return this;
    }

    Searched<T> at(Isolation level) {
        isolation = level;
        return this;
    }

    Searched<T> losingConnectionsOf(String name) {
        losing.add(name);
        return this;
    }

    /** What the unsafe form comes to, on each database, at the scene's own level. */
    public Verdict unsafe() {
        return verdict;
    }

    public Hazard hazard() {
        return hazard;
    }

    /** Its name: the hazard's own, or that and what is different. */
    public String name() {
        return scene;
    }

    /** Who is in it, in a line. */
    public String cast() {
        return callers.stream().map(Caller::name).collect(Collectors.joining(" and "));
    }

    /** At which level it is searched, unless told otherwise. */
    public Isolation isolation() {
        return isolation;
    }

    /** Why the order of a finding shows nothing; null if it does. */
    public @Nullable String whyNoTimeline() {
        return whyNoTimeline;
    }

    /** The search, to which more can be added. */
    public Interleavings search(SearchedShop at, Form form) {
        TestShop shop = at.shop();
        T called = service.cast(shop.get(hazard.of(form)));
        Interleavings search = Interleavings.on(at.probe()).given(() -> reset(shop));
        for (Caller<T> caller : callers) {
            if (caller.asks()) {
                search.actor(caller.name(), () -> caller.question().on(called));
            } else {
                search.actor(caller.name(), () -> caller.call().on(called, shop));
            }
        }
        figures.forEach(figure ->
                search.afterwards(figure.name() + ": " + figure.expected(), outcomes -> holds(figure, shop, outcomes)));
        refusals.forEach(search::allowing);
        if (whole && form == Form.UNSAFE) {
            search.wholeAutomaticCommits();
        }
        return search.losingConnectionsOf(losing.toArray(String[]::new))
                .isolation(isolation)
                .bounds(bounds -> bounds.schedules(MOST_ORDERS).within(Duration.ofMinutes(2)));
    }

    private void reset(TestShop shop) {
        JdbcClient jdbc = shop.get(JdbcClient.class);
        reset.forEach(statement -> jdbc.sql(statement).update());
        before.forEach(step -> step.accept(shop));
    }

    private static boolean holds(Figure figure, TestShop shop, Outcomes outcomes) {
        String found = String.valueOf(figure.reading().of(shop, outcomes));
        if (!found.equals(String.valueOf(figure.expected()))) {
            throw new AssertionError(figure.name() + ": " + found + ", should be " + figure.expected());
        }
        return true;
    }

    @Override
    public String toString() {
        return scene;
    }
}
