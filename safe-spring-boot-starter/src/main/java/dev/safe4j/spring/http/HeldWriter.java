package dev.safe4j.spring.http;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.Charset;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Text that is encoded when it is written. Nothing is pending in between: it would be over the limit only after the answer was taken for
 * one that is kept, and would outlive a reset. For one exchange.
 */
final class HeldWriter extends Writer {

    private final OutputStream bytes;
    private final Supplier<Charset> charset;
    private @Nullable OutputStreamWriter encoder;

    /** With the character encoding of the answer, asked for at the first write. */
    HeldWriter(OutputStream bytes, Supplier<Charset> charset) {
        this.bytes = bytes;
        this.charset = charset;
    }

    /** Has what is written from now on encoded as is then said: this writer itself may be kept by others. */
    void restart() {
        encoder = null;
    }

    @Override
    public void write(char[] text, int from, int length) throws IOException {
        if (encoder == null) {
            encoder = new OutputStreamWriter(new Unflushed(bytes), charset.get());
        }
        encoder.write(text, from, length);
        encoder.flush();
    }

    @Override
    public void flush() throws IOException {
        bytes.flush();
    }

    @Override
    public void close() throws IOException {
        if (encoder != null) {
            encoder.close();
        }
    }

    /** Only what the handler flushes goes on to the network at once. */
    private static final class Unflushed extends FilterOutputStream {

        Unflushed(OutputStream bytes) {
            super(bytes);
        }

        @Override
        public void write(byte[] text, int from, int length) throws IOException {
            out.write(text, from, length);
        }

        @Override
        public void flush() {
            // comes with every write
        }
    }
}
