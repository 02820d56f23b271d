package dev.safe4j.servers;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Redis from its embedded binary. */
final class RedisEngine implements Engine {

    private final Profile profile;
    private final List<String> settings;
    private final Path program;

    RedisEngine(Profile profile, List<String> settings) {
        this.profile = profile;
        this.settings = settings;
        this.program = program();
    }

    /** The unpacked binary: the server, and Sentinel too. */
    static Path program() {
        Binaries.Found found = Binaries.redis();
        return Folders.installed(found.prefix(), folder -> {
                    Binaries.unpack(found, folder);
                    Binaries.executable(folder.resolve(found.prefix()), true);
                })
                .resolve(found.prefix());
    }

    @Override
    public void prepare(Path folder) {
        // Redis makes its files itself.
    }

    @Override
    public List<String> command(Path folder, int port) {
        List<String> all = new ArrayList<>(List.of("bind=127.0.0.1", "port=" + port, "dir=" + folder, "save="));
        all.addAll(
                profile == Profile.DURABLE
                        ? List.of("appendonly=yes", "appendfsync=always")
                        : List.of("appendonly=no"));
        all.addAll(settings);
        List<String> command = new ArrayList<>(List.of(program.toString()));
        for (String setting : all) {
            int equals = setting.indexOf('=');
            command.addAll(List.of("--" + setting.substring(0, equals), setting.substring(equals + 1)));
        }
        return command;
    }
}
