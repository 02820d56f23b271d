package dev.safe4j.redis;

/**
 * Says that Redis answers but takes no writes: it is a replica, or still loads its data. What was sent last did nothing; but a client that sends
 * a command again may have sent it before, to a server that had done it and failed then.
 */
public final class RedisNotWritableException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private RedisNotWritableException(String message, Throwable cause) {
        super(message, cause);
    }

    static RedisNotWritableException readOnly(RuntimeException cause) {
        return new RedisNotWritableException(
                "Redis refuses to write: the server is a read-only replica. What has to be safe is kept on the master: name the"
                        + " master, or let the client find it through Sentinel or the cluster.",
                cause);
    }

    static RedisNotWritableException loading(RuntimeException cause) {
        return new RedisNotWritableException(
                "Redis does not answer yet: the server is loading its data. Try again when it has started.", cause);
    }
}
