package dev.safe4j.servers;

import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Signals to processes that this JVM has started. */
final class Signals {

    private Signals() {}

    /** Through a shell, whose kill is built in: Java itself knows TERM and KILL only. A dead target is no failure. */
    static void send(String signal, Collection<ProcessHandle> targets) {
        String ids = targets.stream().map(target -> Long.toString(target.pid())).collect(Collectors.joining(" "));
        Commands.run(List.of("sh", "-c", "kill -" + signal + " " + ids));
    }
}
