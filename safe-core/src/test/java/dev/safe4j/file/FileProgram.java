package dev.safe4j.file;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** What another process does to a file: {@code replace|create FILE HALT}, {@code hold FILE}, {@code count FILE TIMES}. */
final class FileProgram {

    static final String NEW = "new".repeat(10_000);

    private FileProgram() {}

    public static void main(String[] arguments) throws Exception {
        Path file = Path.of(arguments[1]);
        switch (arguments[0]) {
            case "replace" -> AtomicFile.replace(file, FileProgram::write, new HaltingSteps(number(arguments)));
            case "create" -> ExclusiveFile.create(file, FileProgram::write, new HaltingSteps(number(arguments)));
            case "hold" -> {
                FileLocks.create().acquire(file);
                System.out.println("HELD");
                Thread.currentThread().join();
            }
            case "count" -> {
                System.out.println("READY");
                for (int i = 0; i < number(arguments); i++) {
                    count(file);
                }
            }
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static int number(String[] arguments) {
        return Integer.parseInt(arguments[2]);
    }

    private static void write(java.io.OutputStream out) throws java.io.IOException {
        out.write(NEW.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads, decides, writes. */
    static void count(Path file) throws java.io.IOException {
        FileLocks.create().update(file, present -> {
            int number = present == null ? 0 : Integer.parseInt(new String(present, StandardCharsets.UTF_8));
            return String.valueOf(number + 1).getBytes(StandardCharsets.UTF_8);
        });
    }
}
