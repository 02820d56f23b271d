package dev.safe4j.servers;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One connection through a {@link WireTap}: two threads that copy, and look at what the client says. */
final class TapConnection {

    private static final int CHUNK = 64 * 1024;

    /** A reply that has begun is over when this long nothing more comes. */
    private static final int REPLY_IS_OVER_MILLIS = 50;

    private final WireTap tap;
    private final Socket client;
    private final Socket server;
    private final AtomicBoolean serverSpokeLast = new AtomicBoolean(true);
    private final AtomicReference<WireTap.@Nullable Fault> swallowing = new AtomicReference<>();
    private volatile String swallowedRequest = "";

    TapConnection(WireTap tap, Socket client, Socket server) throws IOException {
        this.tap = tap;
        this.client = client;
        this.server = server;
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
    }

    void start() {
        WireTap.daemon(() -> pump(this::requests), "wire-tap-requests");
        WireTap.daemon(() -> pump(this::replies), "wire-tap-replies");
    }

    /** One direction, until one end closes. */
    private interface Direction {
        void copy() throws IOException;
    }

    private void pump(Direction direction) {
        try {
            direction.copy();
        } catch (IOException expected) {
            // One end is gone: so is the connection.
        } finally {
            close();
        }
    }

    private void requests() throws IOException {
        InputStream in = client.getInputStream();
        OutputStream out = server.getOutputStream();
        byte[] chunk = new byte[CHUNK];
        for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
            tap.passGate();
            if (serverSpokeLast.getAndSet(false)) {
                tap.turn();
            }
            String text = new String(chunk, 0, length, StandardCharsets.ISO_8859_1);
            WireTap.Fault fault = tap.faultFor(text);
            if (fault != null && !fault.forwarded()) {
                close();
                fault.happened().complete(text);
                return;
            }
            if (fault != null) {
                swallowedRequest = text;
                swallowing.set(fault);
            }
            out.write(chunk, 0, length);
        }
    }

    private void replies() throws IOException {
        InputStream in = server.getInputStream();
        OutputStream out = client.getOutputStream();
        byte[] chunk = new byte[CHUNK];
        for (int length = in.read(chunk); length >= 0; length = in.read(chunk)) {
            WireTap.Fault fault = swallowing.get();
            if (fault != null) {
                swallow(in, chunk);
                close();
                fault.happened().complete(swallowedRequest);
                return;
            }
            serverSpokeLast.set(true);
            tap.passGate();
            out.write(chunk, 0, length);
        }
    }

    private void swallow(InputStream in, byte[] chunk) throws IOException {
        server.setSoTimeout(REPLY_IS_OVER_MILLIS);
        try {
            while (in.read(chunk) >= 0) {
                // Thrown away.
            }
        } catch (SocketTimeoutException over) {
            server.setSoTimeout(0);
        }
    }

    void close() {
        closeQuietly(client);
        closeQuietly(server);
        tap.ended(this);
    }

    static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException expected) {
            // It is closed either way.
        }
    }
}
