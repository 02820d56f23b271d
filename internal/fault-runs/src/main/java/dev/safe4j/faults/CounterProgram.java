package dev.safe4j.faults;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A program that counts; the arguments are those of its {@link Task}. It says READY, counts from "go" on, says each thing that it counted and
 * FINISHED, and ends at "stop", or by itself if the JVM that started it is gone.
 */
public final class CounterProgram {

    private static final int HALTED = 3;

    private CounterProgram() {}

    /** Runs a task. */
    public static void main(String[] arguments) throws IOException {
        Task task = Task.fromArguments(List.of(arguments));
        try (CounterSite site = Program.opened(() -> CounterSite.open(task, Program::say));
                BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            Program.say("READY");
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                if (order.equals("stop")) {
                    Program.say("BYE");
                    Runtime.getRuntime().halt(0);
                }
                site.start();
            }
        }
        Runtime.getRuntime().halt(HALTED); // whoever gives orders is gone
    }
}
