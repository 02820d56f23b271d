package dev.safe4j.servers;

import java.nio.file.Path;
import java.util.List;

/** How one product is laid out on the disk, started and stopped as a process. */
interface Engine {

    /** Puts an empty data folder into the folder of a run. */
    void prepare(Path folder);

    /** The command that serves that folder on that port of the loopback interface, until it is ended. */
    List<String> command(Path folder, int port);

    /** The signal for an orderly end that does not wait for the clients. */
    default String stopSignal() {
        return "TERM";
    }
}
