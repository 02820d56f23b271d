package dev.safe4j.servers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.NotFoundException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.utility.DockerImageName;
import org.testcontainers.utility.ImageNameSubstitutor;

/** Servers in containers. */
final class DockerServers {

    static final String POSTGRESQL_IMAGE = "postgres:18-alpine";
    static final String MARIADB_IMAGE = "mariadb:11.4";
    static final String REDIS_IMAGE = "redis:8-alpine";

    private static final Logger LOG = LoggerFactory.getLogger(DockerServers.class);
    private static final Duration PULL = Duration.ofMinutes(5);
    private static final Duration START = Duration.ofSeconds(60);
    private static final String PASSWORD = "safe4j";
    private static final int REDIS_PORT = 6379;

    private DockerServers() {}

    /** Asks Testcontainers only if there is a trace of an engine: its search takes seconds and fills the log. */
    static boolean engineAnswers() {
        return hasTraceOfEngine() && DockerClientFactory.instance().isDockerAvailable();
    }

    private static boolean hasTraceOfEngine() {
        if (System.getenv("DOCKER_HOST") != null || System.getenv("TESTCONTAINERS_HOST_OVERRIDE") != null) {
            return true;
        }
        String home = System.getProperty("user.home");
        String runtime = System.getenv("XDG_RUNTIME_DIR");
        return Stream.of(
                        Path.of("/var/run/docker.sock"),
                        Path.of(home, ".docker", "run", "docker.sock"),
                        Path.of(home, ".docker", "desktop", "docker.sock"),
                        Path.of(runtime == null ? home : runtime, "docker.sock"))
                .anyMatch(Files::exists);
    }

    static RunningServer open(ServerKind kind, Profile profile) {
        GenericContainer<?> container = container(kind, profile);
        try {
            pullOnce(DockerImageName.parse(image(kind)));
            container.start();
            return server(kind, profile, container);
        } catch (RuntimeException | AssertionError failure) {
            container.close();
            throw new IllegalStateException(
                    "no " + kind.label() + " from Docker with image " + image(kind) + ": " + failure.getMessage()
                            + ". Make the image available, or set " + Selection.PROPERTY + "=embedded.",
                    failure);
        }
    }

    /** Testcontainers would repeat a pull that fails for seven minutes, which is how long an offline engine would cost. */
    private static void pullOnce(DockerImageName asked) {
        DockerImageName image = ImageNameSubstitutor.instance().apply(asked);
        DockerClient docker = DockerClientFactory.instance().client();
        try {
            docker.inspectImageCmd(image.asCanonicalNameString()).exec();
            return;
        } catch (NotFoundException absent) {
            LOG.info("pulling {}", image);
        }
        try {
            var pull = docker.pullImageCmd(image.getUnversionedPart())
                    .withTag(image.getVersionPart())
                    .start();
            if (!pull.awaitCompletion(PULL.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException(image + " was not pulled within " + PULL.toMinutes() + " min");
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while pulling " + image, interrupted);
        }
    }

    private static RunningServer server(ServerKind kind, Profile profile, GenericContainer<?> container) {
        var identity = new RunningServer.Identity(kind, Way.DOCKER, profile);
        Control control = new NoControl(
                "this " + kind.label() + " is a container: use LocalServers.start or startRedis for one to be killed",
                container::close);
        String host = container.getHost();
        int port = container.getFirstMappedPort();
        if (kind == ServerKind.REDIS) {
            URI uri = URI.create("redis://" + host + ":" + port);
            Await.until(START, "redis answers in its container", () -> EmbeddedServers.answersPing(uri));
            return new RunningRedisServer(identity, uri, control);
        }
        SqlAccess access = access(kind, host, port);
        Await.until(START, kind.label() + " answers in its container", () -> {
            access.open(access.url()).close();
            return true;
        });
        return new RunningSqlServer(identity, EmbeddedServers.flavour(kind, access), control);
    }

    private static SqlAccess access(ServerKind kind, String host, int port) {
        return kind == ServerKind.POSTGRESQL
                ? new SqlAccess(JdbcUrl.of(PostgresFlavour.PREFIX, host, port, "postgres"), "postgres", PASSWORD)
                : new SqlAccess(JdbcUrl.of(MariaDbFlavour.PREFIX, host, port, ""), "root", PASSWORD);
    }

    private static String image(ServerKind kind) {
        return switch (kind) {
            case POSTGRESQL -> POSTGRESQL_IMAGE;
            case MARIADB -> MARIADB_IMAGE;
            case REDIS -> REDIS_IMAGE;
            case H2 -> throw new IllegalArgumentException("H2 does not come from Docker");
        };
    }

    private static GenericContainer<?> container(ServerKind kind, Profile profile) {
        boolean durable = profile == Profile.DURABLE;
        return switch (kind) {
            case POSTGRESQL ->
                container(kind, PostgresFlavour.PORT, postgresql(durable ? "on" : "off"))
                        .withEnv("POSTGRES_PASSWORD", PASSWORD);
            case MARIADB ->
                container(kind, MariaDbFlavour.PORT, mariadb(durable ? "1" : "0"))
                        .withEnv("MARIADB_ROOT_PASSWORD", PASSWORD);
            case REDIS -> container(kind, REDIS_PORT, durable ? redis("yes", "always") : redis("no", "no"));
            case H2 -> throw new IllegalArgumentException("H2 does not come from Docker");
        };
    }

    private static String postgresql(String on) {
        return "postgres -c max_connections=300 -c fsync=" + on + " -c synchronous_commit=" + on
                + " -c full_page_writes=" + on;
    }

    private static String mariadb(String flush) {
        return "mariadbd --max-connections=300 --character-set-server=utf8mb4 --innodb-flush-log-at-trx-commit="
                + flush;
    }

    private static String redis(String append, String fsync) {
        return "redis-server --bind 0.0.0.0 --protected-mode no --save  --appendonly " + append + " --appendfsync "
                + fsync;
    }

    /** Two spaces in the command are an empty word, which is how Redis is told to save nothing. */
    private static GenericContainer<?> container(ServerKind kind, int port, String command) {
        return new GenericContainer<>(DockerImageName.parse(image(kind)))
                .withExposedPorts(port)
                .withCommand(command.split(" ", -1))
                .waitingFor(new OurProbeWaits());
    }

    /** An open port says nothing while Docker's proxy holds it: our own question to the server decides. */
    private static final class OurProbeWaits extends AbstractWaitStrategy {
        @Override
        protected void waitUntilReady() {
            // See server(): it asks the server itself.
        }
    }
}
