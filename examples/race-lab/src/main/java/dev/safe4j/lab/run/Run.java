package dev.safe4j.lab.run;

import dev.safe4j.lab.catalogue.What;
import dev.safe4j.servers.LocalServer;
import dev.safe4j.shop.Form;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** One run, as far as it is. Thread-safe. */
public final class Run {

    /** How many rounds of each form there are under load. */
    public static final int ROUNDS = 8;

    /** Where a run is. */
    enum State {
        QUEUED,
        RUNNING,
        DONE,
        FAILED,
        CANCELLED
    }

    private final String id;
    private final Choice choice;
    private final Map<Form, FormView> forms = new EnumMap<>(Form.class);
    private State state = State.QUEUED;
    private long begun;
    private @Nullable LocalServer server;
    private @Nullable String serverVersion;
    private @Nullable String error;
    private @Nullable String note;

    Run(String id, Choice choice) {
        this.id = id;
        this.choice = choice;
        int rounds = choice.what() == What.LOAD ? ROUNDS : 0;
        for (Form form : Form.values()) {
            forms.put(
                    form, FormView.begun(form.label(), choice.hazard().of(form).name(), rounds));
        }
    }

    String id() {
        return id;
    }

    Choice choice() {
        return choice;
    }

    /** Says for what it waits; null for nothing any more. */
    public synchronized void waitsFor(@Nullable String what) {
        note = what;
    }

    /** Waits for other runs, which takes as long as they take: its own time does not count meanwhile. */
    public synchronized void waitsInLine(String until) {
        state = State.QUEUED;
        note = until;
    }

    /** Its turn has come, and its time begins. */
    public synchronized void isNext() {
        begins();
        note = null;
    }

    synchronized boolean hasTakenLongerThan(Duration longest) {
        return state == State.RUNNING && System.nanoTime() - begun > longest.toNanos();
    }

    synchronized void isOn(LocalServer itsServer, String version) {
        server = itsServer;
        serverVersion = version;
    }

    /** Whether the server that it is on was there, and is there no more. */
    synchronized boolean hasLostItsServer() {
        return server != null && !server.isAlive();
    }

    public void round(Form form, FormView.Round round) {
        change(form, view -> view.with(round));
    }

    public void play(Form form, FormView.Play play) {
        change(form, view -> view.with(play));
    }

    public void search(Form form, FormView.Search search) {
        change(form, view -> view.with(search));
    }

    public void timeline(Form form, Timeline timeline) {
        change(form, view -> view.with(timeline));
    }

    public void judge(Form form, FormView.Verdict verdict) {
        change(form, view -> view.judged(verdict));
    }

    private synchronized void change(Form form, UnaryOperator<FormView> change) {
        forms.put(form, change.apply(form(form)));
    }

    public synchronized FormView form(Form form) {
        return Objects.requireNonNull(forms.get(form));
    }

    synchronized void begins() {
        state = State.RUNNING;
        begun = System.nanoTime();
    }

    synchronized void ends(State end, @Nullable String why) {
        state = end;
        error = why;
        note = null;
    }

    public synchronized RunView view() {
        return new RunView(
                id,
                choice.hazard().slug(),
                choice.what().label(),
                choice.server().label(),
                serverVersion,
                choice.isolation() == null ? null : choice.isolation().toString(),
                choice.scene(),
                choice.times(),
                state.name().toLowerCase(Locale.ROOT),
                error,
                note,
                List.of(form(Form.UNSAFE), form(Form.SAFE)));
    }
}
