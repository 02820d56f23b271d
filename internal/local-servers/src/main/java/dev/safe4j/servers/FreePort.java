package dev.safe4j.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * A port that no other server of these tests gets until it is closed, in whichever JVM: one that was killed finds it free when it comes back.
 * Ports are below the ephemeral range: in it, a client that keeps trying to reach a killed server on loopback can be given the server's own
 * port, connect to itself, and so keep the server from coming back.
 */
final class FreePort implements AutoCloseable {

    private static final int FIRST = 15_000;
    private static final int BEYOND = 32_000;
    private static final int ATTEMPTS = 200;

    private final int number;
    private final FileLock lock;

    private FreePort(int number, FileLock lock) {
        this.number = number;
        this.lock = lock;
    }

    /** One file for all ports, a byte for each. It stays open: a process that closes a file ends all of its locks on it. */
    private static final class Taken {

        static final FileChannel FILE = Folders.shared("ports.lock");

        static @Nullable FileLock lock(int port) {
            try {
                return FILE.tryLock(port, 1, false);
            } catch (OverlappingFileLockException byThisJvm) {
                return null;
            } catch (IOException failure) {
                throw new UncheckedIOException("port " + port + " could not be taken", failure);
            }
        }
    }

    static FreePort find() {
        for (int i = 0; i < ATTEMPTS; i++) {
            FreePort found = take(ThreadLocalRandom.current().nextInt(FIRST, BEYOND));
            if (found != null) {
                return found;
            }
        }
        throw new IllegalStateException("no free port found between " + FIRST + " and " + BEYOND);
    }

    /** That port, or null if somebody has it. */
    static @Nullable FreePort take(int number) {
        FileLock lock = Taken.lock(number);
        if (lock == null) {
            return null;
        }
        FreePort found = new FreePort(number, lock);
        if (!isFree(number)) {
            found.close();
            return null;
        }
        return found;
    }

    int number() {
        return number;
    }

    @Override
    public void close() {
        try {
            lock.release();
        } catch (IOException failure) {
            throw new UncheckedIOException("port " + number + " could not be given back", failure);
        }
    }

    static boolean isFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            return true;
        } catch (IOException taken) {
            return false;
        }
    }
}
