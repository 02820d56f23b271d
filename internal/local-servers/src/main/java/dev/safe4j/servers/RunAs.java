package dev.safe4j.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * How PostgreSQL, which refuses to run as root, is run by root: in a user namespace where root is nobody; where
 * namespaces are forbidden (most containers), as the user nobody.
 */
enum RunAs {
    ITSELF(""),
    NAMESPACE("unshare -U"),
    NOBODY("setpriv --reuid=" + RunAs.NOBODY_ID + " --regid=" + RunAs.NOBODY_ID + " --clear-groups");

    private static final int NOBODY_ID = 65534;

    private final String prefix;

    RunAs(String prefix) {
        this.prefix = prefix;
    }

    static RunAs choose() {
        if (!userId(ITSELF).equals("0")) {
            return ITSELF;
        }
        for (RunAs way : List.of(NAMESPACE, NOBODY)) {
            String id = userId(way);
            if (!id.isEmpty() && !id.equals("0")) {
                return way;
            }
        }
        throw new IllegalStateException(
                "PostgreSQL refuses to run as root, and neither unshare nor setpriv (package"
                        + " util-linux) works here: run the tests as another user, or name a server with safe4j.postgresql.url");
    }

    private static String userId(RunAs way) {
        Commands.Outcome outcome = Commands.run(way.command(List.of("id", "-u")));
        return outcome.succeeded() ? outcome.output().trim() : "";
    }

    List<String> command(List<String> command) {
        Stream<String> words = Stream.of(prefix.split(" ", -1)).filter(word -> !word.isEmpty());
        return Stream.concat(words, command.stream()).toList();
    }

    /** Gives the folder and all in it to the user that the server will be. */
    void own(Path folder) {
        if (this != NOBODY) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.toList()) {
                Files.setAttribute(file, "unix:uid", NOBODY_ID);
                Files.setAttribute(file, "unix:gid", NOBODY_ID);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("could not give " + folder + " to nobody", failure);
        }
    }
}
