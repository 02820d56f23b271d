package dev.safe4j.spring.boundary;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.Handle;
import org.springframework.asm.Label;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ApplicationContext;
import org.springframework.core.SpringVersion;

/** The height of the followed stack against the stack map frames that the compiler wrote, in thousands of real methods. */
class ThisTrackerTest {

    private int frames;
    private final List<String> wrong = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(
            classes = {SpringVersion.class, ApplicationContext.class, SpringApplication.class, org.jooq.DSLContext.class
            })
    void the_stack_is_as_high_as_the_compiler_says(Class<?> ofJar) throws IOException, URISyntaxException {
        Path jar = Path.of(
                ofJar.getProtectionDomain().getCodeSource().getLocation().toURI());
        try (JarFile classes = new JarFile(jar.toFile())) {
            for (JarEntry entry : (Iterable<JarEntry>) classes.stream()::iterator) {
                if (entry.getName().endsWith(".class")
                        && !entry.getName().contains("META-INF")
                        && !entry.getName().endsWith("module-info.class")) {
                    try (InputStream bytes = classes.getInputStream(entry)) {
                        new ClassReader(bytes).accept(new Methods(entry.getName()), ClassReader.EXPAND_FRAMES);
                    }
                }
            }
        }
        assertThat(frames).isGreaterThan(1_000);
        assertThat(wrong).isEmpty();
    }

    private final class Methods extends ClassVisitor {
        private final String file;

        Methods(String file) {
            super(SpringAsmInfo.ASM_VERSION);
            this.file = file;
        }

        @Override
        public MethodVisitor visitMethod(
                int access, String name, String descriptor, @Nullable String generic, String @Nullable [] exceptions) {
            ThisTracker tracker = new ThisTracker((access & Opcodes.ACC_STATIC) != 0, new NoCalls());
            return new Frames(tracker, file + " " + name + descriptor);
        }
    }

    private final class Frames extends MethodVisitor {
        private final ThisTracker tracker;
        private final String method;

        Frames(ThisTracker tracker, String method) {
            super(SpringAsmInfo.ASM_VERSION, tracker);
            this.tracker = tracker;
            this.method = method;
        }

        @Override
        public void visitFrame(int type, int locals, Object[] local, int height, Object[] stack) {
            frames++;
            int slots = 0;
            for (int i = 0; i < height; i++) {
                slots += Opcodes.LONG.equals(stack[i]) || Opcodes.DOUBLE.equals(stack[i]) ? 2 : 1;
            }
            if (slots != tracker.height()) {
                wrong.add(method + ": " + tracker.height() + " instead of " + slots);
            }
        }

        @Override
        public void visitLineNumber(int line, Label start) {}
    }

    private static final class NoCalls implements ThisTracker.Calls {
        @Override
        public void onThis(int opcode, String owner, String name, String descriptor) {}

        @Override
        public void asLambda(Handle body, boolean boundToThis) {}
    }
}
