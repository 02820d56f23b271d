package dev.safe4j.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * A program that runs jobs; the arguments are those of its {@link Task}. It says READY, claims jobs from "go" on, says what becomes of
 * them, stops in order at "stop", and ends by itself if the JVM that started it is gone.
 */
public final class JobProgram {

    private static final int HALTED = 3;
    private static final Duration GRACE = Duration.ofSeconds(20);

    private JobProgram() {}

    /** Runs a task. */
    public static void main(String[] arguments) throws IOException {
        Task task = Task.fromArguments(List.of(arguments));
        try (JobSite site = Program.opened(() -> JobSite.open(task, Program::say));
                BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            Program.say("READY");
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                if (order.equals("stop")) {
                    Program.say(site.worker().stop(GRACE) ? "BYE" : "STUCK");
                    Runtime.getRuntime().halt(0);
                }
                site.worker().start();
            }
        }
        Runtime.getRuntime().halt(HALTED); // whoever gives orders is gone
    }
}
