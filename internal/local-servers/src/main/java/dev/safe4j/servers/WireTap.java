package dev.safe4j.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * A TCP proxy on loopback that counts the turns between client and server, and breaks connections at the moments that
 * hurt. It knows no protocol: a fault looks for text in what the client sends, decoded as ISO-8859-1. Text that a
 * driver has prepared on the server is not sent again (PostgreSQL's driver does so from the fifth execution on: use
 * {@code prepareThreshold=0}), and with TLS there is none.
 */
public final class WireTap implements AutoCloseable {

    private final ServerSocket listening;
    private final InetSocketAddress server;
    private final AtomicLong roundTrips = new AtomicLong();
    private final Set<TapConnection> connections = ConcurrentHashMap.newKeySet();
    private final List<Fault> faults = new CopyOnWriteArrayList<>();
    private final Gate gate = new Gate();

    private WireTap(ServerSocket listening, InetSocketAddress server) {
        this.listening = listening;
        this.server = server;
    }

    /** A fault that waits for its request; it happens once. */
    record Fault(Predicate<String> request, boolean forwarded, CompletableFuture<String> happened) {}

    /** Opens a tap in front of that server, on a free port. */
    public static WireTap to(String host, int port) {
        try {
            ServerSocket listening = new ServerSocket();
            listening.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            WireTap tap = new WireTap(listening, new InetSocketAddress(host, port));
            daemon(tap::accept, "wire-tap");
            return tap;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Opens a tap in front of that server, on a free port. */
    public static WireTap to(LocalServer server) {
        return to(server.host(), server.port());
    }

    static void daemon(Runnable work, String name) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }

    /** Where clients are to connect: the loopback address. */
    public String host() {
        return listening.getInetAddress().getHostAddress();
    }

    /** The port where clients are to connect. */
    public int port() {
        return listening.getLocalPort();
    }

    /**
     * The requests that waited for a reply since the last {@link #reset}, over all connections: each time that client
     * bytes follow server bytes, or are the first of their connection.
     */
    public long roundTrips() {
        return roundTrips.get();
    }

    /** Sets {@link #roundTrips} to zero, best while no request is under way. */
    public void reset() {
        roundTrips.set(0);
    }

    /** Connections through the tap that are open now. */
    public int openConnections() {
        return connections.size();
    }

    /** Closes all connections now; new ones are accepted. */
    public void cutAll() {
        connections.forEach(TapConnection::close);
    }

    /**
     * The ambiguous reply: the next request whose text matches reaches the server and is carried out, its reply is
     * swallowed, and the connection is closed. Once.
     *
     * @return completed with the request's text when the connection has been closed
     */
    public CompletableFuture<String> dropReplyOf(Predicate<String> requestText) {
        return add(requestText, true);
    }

    /**
     * The lost request: the connection is closed before the next request whose text matches reaches the server. Once.
     *
     * @return completed with the request's text when the connection has been closed
     */
    public CompletableFuture<String> dropRequest(Predicate<String> requestText) {
        return add(requestText, false);
    }

    private CompletableFuture<String> add(Predicate<String> request, boolean forwarded) {
        Fault fault = new Fault(request, forwarded, new CompletableFuture<>());
        faults.add(fault);
        return fault.happened();
    }

    /** From now on nothing passes, in neither direction, until {@link #release}. */
    public void hold() {
        gate.shut();
    }

    /** Lets what was held pass, in order. */
    public void release() {
        gate.open();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                daemon(() -> connect(client), "wire-tap-connect");
            } catch (IOException expected) {
                // Closed, or a client that was gone at once: the loop's condition tells.
            }
        }
    }

    private void connect(Socket client) {
        Socket upstream = new Socket();
        try {
            upstream.connect(server);
            TapConnection connection = new TapConnection(this, client, upstream);
            connections.add(connection);
            if (listening.isClosed()) {
                connection.close();
            }
            connection.start();
        } catch (IOException unreachable) {
            TapConnection.closeQuietly(upstream);
            TapConnection.closeQuietly(client);
        }
    }

    void turn() {
        roundTrips.incrementAndGet();
    }

    void passGate() {
        gate.pass();
    }

    void ended(TapConnection connection) {
        connections.remove(connection);
    }

    /** The fault for this request, which then belongs to this request alone; null if there is none. */
    @org.jspecify.annotations.Nullable
    Fault faultFor(String text) {
        for (Fault fault : List.copyOf(faults)) {
            if (fault.request().test(text) && faults.remove(fault)) {
                return fault;
            }
        }
        return null;
    }

    @Override
    public void close() {
        try {
            listening.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } finally {
            gate.open();
            cutAll();
        }
    }

    /** Where all bytes pass. */
    private static final class Gate {
        private boolean shut;

        synchronized void shut() {
            shut = true;
        }

        synchronized void open() {
            shut = false;
            notifyAll();
        }

        synchronized void pass() {
            while (shut) {
                try {
                    wait();
                } catch (InterruptedException nobodyInterruptsOurThreads) {
                    Thread.currentThread().interrupt();
                    return;
                }
            }
        }
    }
}
