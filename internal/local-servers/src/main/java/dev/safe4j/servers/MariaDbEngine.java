package dev.safe4j.servers;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** MariaDB from its embedded binaries. */
final class MariaDbEngine implements Engine {

    static final String SUPERUSER = "root";

    private static final String SMALL_LOG = "--innodb-log-file-size=16M";

    private final Profile profile;
    private final List<String> settings;
    private final Path home;

    MariaDbEngine(Profile profile, List<String> settings) {
        this.profile = profile;
        this.settings = settings;
        Binaries.Found found = Binaries.mariadb();
        this.home = Folders.installed(found.name(), folder -> install(found, folder));
    }

    private static void install(Binaries.Found found, Path folder) throws IOException {
        Binaries.unpack(found, folder);
        for (String programs : List.of("bin", "scripts")) {
            try (Stream<Path> files = Files.list(folder.resolve(programs))) {
                files.forEach(file -> Binaries.executable(file, true));
            }
        }
        Commands.mustRun(List.of(
                folder.resolve("scripts/mariadb-install-db").toString(),
                "--no-defaults",
                "--basedir=" + folder,
                "--datadir=" + folder.resolve("data"),
                "--tmpdir=" + folder,
                "--auth-root-authentication-method=normal",
                "--skip-test-db",
                "--skip-name-resolve",
                "--user=" + System.getProperty("user.name"),
                SMALL_LOG));
    }

    @Override
    public void prepare(Path folder) {
        Folders.copy(home.resolve("data"), folder.resolve("data"));
    }

    @Override
    public List<String> command(Path folder, int port) {
        List<String> command = new ArrayList<>(List.of(
                home.resolve("bin/mariadbd").toString(),
                "--no-defaults",
                "--basedir=" + home,
                "--datadir=" + folder.resolve("data"),
                // a server that starts deletes all temporary tables of its folder, those of others too
                "--tmpdir=" + folder,
                "--socket=" + folder.resolve("s"),
                "--pid-file=" + folder.resolve("pid"),
                "--user=" + System.getProperty("user.name"),
                "--bind-address=127.0.0.1",
                "--port=" + port,
                "--skip-name-resolve",
                "--skip-ssl", // else each start makes a 4096 bit key for itself: 4 to 30 s of computing
                "--character-set-server=utf8mb4",
                "--max-connections=300",
                "--innodb-buffer-pool-size=64M",
                "--innodb-fast-shutdown=2",
                SMALL_LOG));
        command.addAll(
                profile == Profile.DURABLE
                        ? List.of("--innodb-flush-log-at-trx-commit=1")
                        : List.of(
                                "--innodb-flush-log-at-trx-commit=0", "--skip-sync-frm", "--skip-innodb-doublewrite"));
        settings.forEach(setting -> command.add("--" + setting));
        return command;
    }
}
