package dev.safe4j.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** PostgreSQL from its embedded binaries. */
final class PostgresEngine implements Engine {

    static final String SUPERUSER = "postgres";

    private final Profile profile;
    private final List<String> settings;
    private final RunAs runAs = RunAs.choose();
    private final Path home;

    PostgresEngine(Profile profile, List<String> settings) {
        this.profile = profile;
        this.settings = settings;
        Binaries.Found found = Binaries.postgresql();
        this.home = Folders.installed(found.name(), folder -> install(found, folder));
    }

    private void install(Binaries.Found found, Path folder) throws IOException {
        Binaries.untar(found, folder);
        Path data = Files.createDirectory(folder.resolve("data"));
        runAs.own(data);
        Commands.mustRun(runAs.command(List.of(
                folder.resolve("bin/initdb").toString(),
                "--pgdata=" + data,
                "--username=" + SUPERUSER,
                "--auth=trust",
                "--encoding=UTF8",
                "--no-locale",
                "--no-sync")));
    }

    @Override
    public void prepare(Path folder) {
        Folders.copy(home.resolve("data"), folder.resolve("data"));
        runAs.own(folder.resolve("data"));
    }

    @Override
    public List<String> command(Path folder, int port) {
        List<String> all = new ArrayList<>(List.of(
                "listen_addresses=127.0.0.1", "port=" + port, "unix_socket_directories=", "max_connections=300"));
        String on = profile == Profile.DURABLE ? "on" : "off";
        for (String name : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            all.add(name + "=" + on);
        }
        if (profile == Profile.FAST) {
            all.add("deadlock_timeout=10ms"); // a test that provokes deadlocks would wait for 1 s each time
        }
        all.addAll(settings);
        List<String> command = new ArrayList<>(List.of(
                home.resolve("bin/postgres").toString(),
                "-D",
                folder.resolve("data").toString()));
        all.forEach(setting -> command.addAll(List.of("-c", setting)));
        return runAs.command(command);
    }

    @Override
    public String stopSignal() {
        return "INT"; // TERM would wait for the clients to leave.
    }
}
