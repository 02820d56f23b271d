package dev.safe4j.spring.http;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.Charset;

/**
 * Text that is encoded when it is written. Nothing is pending in between: it would be over the limit only after the answer was taken for
 * one that is kept, and would outlive a reset. For one exchange.
 */
final class HeldWriter extends Writer {

    private final OutputStream bytes;
    private final OutputStreamWriter encoder;

    HeldWriter(OutputStream bytes, Charset charset) {
        this.bytes = bytes;
        this.encoder = new OutputStreamWriter(new Unflushed(bytes), charset);
    }

    @Override
    public void write(char[] text, int from, int length) throws IOException {
        encoder.write(text, from, length);
        encoder.flush();
    }

    @Override
    public void flush() throws IOException {
        bytes.flush();
    }

    @Override
    public void close() throws IOException {
        encoder.close();
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
