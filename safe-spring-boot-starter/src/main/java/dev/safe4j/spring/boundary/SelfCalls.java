package dev.safe4j.spring.boundary;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.springframework.asm.ClassReader;
import org.springframework.asm.ClassVisitor;
import org.springframework.asm.Handle;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.asm.Type;

/**
 * The calls on {@code this} within a class and its superclasses, read from their bytecode: those in lambdas and as method
 * references too, those from inner classes not.
 */
final class SelfCalls {

    /**
     * A method's code.
     *
     * @param owner the class that declares it
     * @param signature its name and descriptor
     */
    record Code(Class<?> owner, String signature) {

        boolean isConstructor() {
            return signature.startsWith("<init>");
        }

        @Override
        public String toString() {
            String name = signature.substring(0, signature.indexOf('('));
            return isConstructor()
                    ? "the constructor of " + owner.getSimpleName()
                    : owner.getSimpleName() + "." + name + "()";
        }
    }

    private final List<Class<?>> classes = new ArrayList<>(); // from the class of the bean upwards
    private final Map<String, Map<String, Method>> methods = new HashMap<>();
    private final Map<Code, List<Code>> calls = new LinkedHashMap<>();
    private final Map<Code, Code> lambdas = new HashMap<>();

    private SelfCalls(Class<?> type) {
        for (Class<?> each = type; each != null && each != Object.class; each = each.getSuperclass()) {
            classes.add(each);
            Map<String, Method> declared = new LinkedHashMap<>();
            for (Method method : each.getDeclaredMethods()) {
                declared.put(method.getName() + Type.getMethodDescriptor(method), method);
            }
            methods.put(Type.getInternalName(each), declared);
        }
    }

    static SelfCalls of(Class<?> type) {
        SelfCalls found = new SelfCalls(type);
        found.classes.forEach(found::read);
        return found;
    }

    /** Each code of the classes with those that it calls on this. */
    Map<Code, List<Code>> calls() {
        return calls;
    }

    /** The method whose code it is; null for a constructor and for what reflection does not show. */
    @Nullable
    Method method(Code code) {
        return declaredIn(code.owner()).get(code.signature());
    }

    boolean isLambda(Code code) {
        return lambdas.containsKey(code);
    }

    /** The code as its author would call it. */
    String describe(Code code) {
        Code encloser = lambdas.get(code);
        return encloser == null ? code.toString() : "a lambda in " + describe(encloser);
    }

    private void read(Class<?> type) {
        ClassLoader loader = Objects.requireNonNullElse(type.getClassLoader(), ClassLoader.getSystemClassLoader());
        try (InputStream bytes = loader.getResourceAsStream(Type.getInternalName(type) + ".class")) {
            if (bytes != null) { // null for a class made at run time
                new ClassReader(bytes).accept(new Bodies(type), ClassReader.SKIP_DEBUG | ClassReader.SKIP_FRAMES);
            }
        } catch (IOException failure) {
            throw new UncheckedIOException("cannot read the bytecode of " + type.getName(), failure);
        }
    }

    private Map<String, Method> declaredIn(Class<?> type) {
        return methods.getOrDefault(Type.getInternalName(type), Map.of());
    }

    /** What a call on this runs: the most specific method, unless it is private or called by super. */
    private @Nullable Code resolve(int opcode, String owner, String signature) {
        Method named = methods.getOrDefault(owner, Map.of()).get(signature);
        boolean isFixed =
                opcode == Opcodes.INVOKESPECIAL || (named != null && Modifier.isPrivate(named.getModifiers()));
        boolean begun = !isFixed;
        for (Class<?> each : classes) {
            begun = begun || Type.getInternalName(each).equals(owner);
            if (begun && declaredIn(each).containsKey(signature)) {
                return new Code(each, signature);
            }
        }
        return null;
    }

    /** Reads the bodies of one class. */
    private final class Bodies extends ClassVisitor {

        private final Class<?> type;

        Bodies(Class<?> type) {
            super(SpringAsmInfo.ASM_VERSION);
            this.type = type;
        }

        @Override
        public @Nullable MethodVisitor visitMethod(
                int access, String name, String descriptor, @Nullable String generic, String @Nullable [] exceptions) {
            if ((access & Opcodes.ACC_BRIDGE) != 0) {
                return null;
            }
            Code code = new Code(type, name + descriptor);
            calls.putIfAbsent(code, new ArrayList<>());
            return new ThisTracker((access & Opcodes.ACC_STATIC) != 0, new Collector(code));
        }
    }

    /** Notes the calls of one code. */
    private final class Collector implements ThisTracker.Calls {

        private final Code from;

        Collector(Code from) {
            this.from = from;
        }

        @Override
        public void onThis(int opcode, String owner, String name, String descriptor) {
            Code to = resolve(opcode, owner, name + descriptor);
            if (to != null) {
                calls.computeIfAbsent(from, key -> new ArrayList<>()).add(to);
            }
        }

        @Override
        public void asLambda(Handle body, boolean boundToThis) {
            if (body.getName().startsWith("lambda$")) {
                Code lambda = resolve(Opcodes.INVOKESPECIAL, body.getOwner(), body.getName() + body.getDesc());
                if (lambda != null) {
                    lambdas.put(lambda, from);
                    calls.computeIfAbsent(from, key -> new ArrayList<>()).add(lambda);
                }
            } else if (boundToThis) {
                onThis(Opcodes.INVOKEVIRTUAL, body.getOwner(), body.getName(), body.getDesc());
            }
        }
    }
}
