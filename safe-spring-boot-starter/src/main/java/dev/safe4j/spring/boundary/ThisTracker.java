package dev.safe4j.spring.boundary;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.asm.ConstantDynamic;
import org.springframework.asm.Handle;
import org.springframework.asm.Label;
import org.springframework.asm.MethodVisitor;
import org.springframework.asm.Opcodes;
import org.springframework.asm.SpringAsmInfo;
import org.springframework.asm.Type;

/**
 * Follows {@code this} over the operand stack of one method, and tells which calls are made on it. Only what is loaded as
 * {@code this} counts: a proxy of the own class held in a field does not.
 */
final class ThisTracker extends MethodVisitor {

    /** Is told what is called. */
    interface Calls {

        /** A method is called on this. */
        void onThis(int opcode, String owner, String name, String descriptor);

        /** A body is made into a lambda or method reference, with or without this as what it is bound to. */
        void asLambda(Handle body, boolean boundToThis);
    }

    private final boolean isStatic;
    private final Calls calls;
    private final Map<Label, List<Boolean>> stackAt = new HashMap<>();
    private List<Boolean> stack = new ArrayList<>(); // a slot is true if it holds this
    private boolean reachable = true;

    ThisTracker(boolean isStatic, Calls calls) {
        super(SpringAsmInfo.ASM_VERSION);
        this.isStatic = isStatic;
        this.calls = calls;
    }

    /** How many slots are in use where the visit is now. */
    int height() {
        return stack.size();
    }

    @Override
    public void visitVarInsn(int opcode, int variable) {
        switch (opcode) {
            case Opcodes.ALOAD -> stack.add(!isStatic && variable == 0);
            case Opcodes.ILOAD, Opcodes.FLOAD -> push(1);
            case Opcodes.LLOAD, Opcodes.DLOAD -> push(2);
            case Opcodes.LSTORE, Opcodes.DSTORE -> pop(2);
            default -> pop(1);
        }
    }

    @Override
    public void visitInsn(int opcode) {
        if (opcode >= Opcodes.DUP && opcode <= Opcodes.DUP2_X2) {
            duplicate(opcode < Opcodes.DUP2 ? 1 : 2, (opcode - Opcodes.DUP) % 3);
        } else if (opcode == Opcodes.SWAP) {
            duplicate(1, 1);
            pop(1);
        } else if (opcode >= Opcodes.IALOAD && opcode <= Opcodes.SALOAD) {
            pop(2);
            push(opcode == Opcodes.LALOAD || opcode == Opcodes.DALOAD ? 2 : 1);
        } else if ((opcode >= Opcodes.IRETURN && opcode <= Opcodes.RETURN) || opcode == Opcodes.ATHROW) {
            reachable = false;
        } else {
            grow(InstructionSizes.growth(opcode));
        }
    }

    @Override
    public void visitIntInsn(int opcode, int operand) {
        if (opcode != Opcodes.NEWARRAY) {
            push(1);
        }
    }

    @Override
    public void visitTypeInsn(int opcode, String type) {
        if (opcode == Opcodes.NEW) {
            push(1);
        } else if (opcode == Opcodes.INSTANCEOF) {
            pop(1);
            push(1);
        }
    }

    @Override
    public void visitFieldInsn(int opcode, String owner, String name, String descriptor) {
        int size = Type.getType(descriptor).getSize();
        switch (opcode) {
            case Opcodes.PUTSTATIC -> pop(size);
            case Opcodes.PUTFIELD -> pop(size + 1);
            case Opcodes.GETFIELD -> {
                pop(1);
                push(size);
            }
            default -> push(size);
        }
    }

    @Override
    public void visitMethodInsn(int opcode, String owner, String name, String descriptor, boolean isInterface) {
        pop(argumentSlots(descriptor));
        if (opcode != Opcodes.INVOKESTATIC && pop(1)) {
            calls.onThis(opcode, owner, name, descriptor);
        }
        push(Type.getReturnType(descriptor).getSize());
    }

    @Override
    public void visitInvokeDynamicInsn(String name, String descriptor, Handle bootstrap, Object... arguments) {
        int slots = argumentSlots(descriptor);
        boolean firstIsThis = slots > 0 && pop(slots);
        for (Object argument : arguments) {
            if (argument instanceof Handle body) {
                calls.asLambda(body, firstIsThis);
            }
        }
        push(Type.getReturnType(descriptor).getSize());
    }

    @Override
    public void visitJumpInsn(int opcode, Label target) {
        if (opcode != Opcodes.GOTO) {
            pop(opcode >= Opcodes.IF_ICMPEQ && opcode <= Opcodes.IF_ACMPNE ? 2 : 1);
        }
        stackAt.putIfAbsent(target, new ArrayList<>(stack));
        reachable = opcode != Opcodes.GOTO;
    }

    @Override
    public void visitTableSwitchInsn(int from, int to, Label otherwise, Label... targets) {
        jump(otherwise, targets);
    }

    @Override
    public void visitLookupSwitchInsn(Label otherwise, int[] keys, Label[] targets) {
        jump(otherwise, targets);
    }

    private void jump(Label otherwise, Label... targets) {
        pop(1);
        stackAt.putIfAbsent(otherwise, new ArrayList<>(stack));
        for (Label target : targets) {
            stackAt.putIfAbsent(target, new ArrayList<>(stack));
        }
        reachable = false;
    }

    @Override
    public void visitTryCatchBlock(Label start, Label end, Label handler, @Nullable String type) {
        stackAt.put(handler, new ArrayList<>(List.of(false))); // the exception
    }

    @Override
    public void visitLabel(Label label) {
        if (!reachable) {
            stack = new ArrayList<>(stackAt.getOrDefault(label, List.of()));
            reachable = true;
        }
    }

    @Override
    public void visitLdcInsn(Object value) {
        boolean isWide = value instanceof Long
                || value instanceof Double
                || (value instanceof ConstantDynamic dynamic && dynamic.getSize() == 2);
        push(isWide ? 2 : 1);
    }

    @Override
    public void visitMultiANewArrayInsn(String descriptor, int dimensions) {
        pop(dimensions);
        push(1);
    }

    private static int argumentSlots(String descriptor) {
        return (Type.getArgumentsAndReturnSizes(descriptor) >> 2) - 1; // it counts a receiver
    }

    private void duplicate(int slots, int below) {
        int from = Math.max(0, stack.size() - slots);
        List<Boolean> copy = List.copyOf(stack.subList(from, stack.size()));
        stack.addAll(Math.max(0, from - below), copy);
    }

    private void grow(int slots) {
        push(slots);
        pop(-slots);
    }

    private void push(int slots) {
        for (int i = 0; i < slots; i++) {
            stack.add(false);
        }
    }

    /** Takes slots off, and tells whether the last one taken, the deepest, held this. */
    private boolean pop(int slots) {
        boolean deepest = false;
        for (int i = 0; i < slots && !stack.isEmpty(); i++) {
            deepest = stack.remove(stack.size() - 1);
        }
        return deepest;
    }
}
