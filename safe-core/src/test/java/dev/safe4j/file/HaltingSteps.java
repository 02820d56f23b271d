package dev.safe4j.file;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The real steps, written down, of which one is not done any more: the process halts before it, as a kill would end it. */
final class HaltingSteps extends FileSteps {

    static final int HALTED = 137;

    private final List<String> taken = new ArrayList<>();
    private final int halt;

    HaltingSteps(int halt) {
        this.halt = halt;
    }

    List<String> taken() {
        return taken;
    }

    private void step(String name) {
        if (taken.size() == halt) {
            Runtime.getRuntime().halt(HALTED);
        }
        taken.add(name);
    }

    @Override
    Path writeBeside(Path file, FileContent content) throws IOException {
        step("write");
        return super.writeBeside(file, content);
    }

    @Override
    void force(FileChannel channel) throws IOException {
        step("force");
        super.force(channel);
    }

    @Override
    void rename(Path from, Path to) throws IOException {
        step("rename");
        super.rename(from, to);
    }

    @Override
    void link(Path from, Path to) throws IOException {
        step("link");
        super.link(from, to);
    }

    @Override
    void delete(Path file) throws IOException {
        step("delete");
        super.delete(file);
    }
}
