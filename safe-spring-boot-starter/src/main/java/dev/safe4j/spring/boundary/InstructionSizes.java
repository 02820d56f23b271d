package dev.safe4j.spring.boundary;

import org.springframework.asm.Opcodes;

/** By how many slots the instructions that have no operand change the height of the stack (JVM specification, 6.5). */
final class InstructionSizes {

    private InstructionSizes() {}

    static int growth(int opcode) {
        if (opcode <= Opcodes.DCONST_1) {
            return ofConstant(opcode);
        }
        if (opcode >= Opcodes.IADD && opcode <= Opcodes.LXOR) {
            return ofArithmetic(opcode);
        }
        return switch (opcode) {
            case Opcodes.I2L, Opcodes.I2D, Opcodes.F2L, Opcodes.F2D -> 1;
            case Opcodes.L2I, Opcodes.L2F, Opcodes.D2I, Opcodes.D2F -> -1;
            case Opcodes.POP, Opcodes.FCMPL, Opcodes.FCMPG, Opcodes.MONITORENTER, Opcodes.MONITOREXIT -> -1;
            case Opcodes.POP2 -> -2;
            case Opcodes.LCMP, Opcodes.DCMPL, Opcodes.DCMPG -> -3;
            case Opcodes.LASTORE, Opcodes.DASTORE -> -4;
            case Opcodes.IASTORE, Opcodes.FASTORE, Opcodes.AASTORE, Opcodes.BASTORE, Opcodes.CASTORE, Opcodes.SASTORE ->
                -3;
            default -> 0; // the other conversions, ARRAYLENGTH
        };
    }

    private static int ofConstant(int opcode) {
        return switch (opcode) {
            case Opcodes.NOP -> 0;
            case Opcodes.LCONST_0, Opcodes.LCONST_1, Opcodes.DCONST_0, Opcodes.DCONST_1 -> 2;
            default -> 1;
        };
    }

    private static int ofArithmetic(int opcode) {
        if (opcode >= Opcodes.INEG && opcode <= Opcodes.DNEG) {
            return 0;
        }
        if (opcode >= Opcodes.ISHL && opcode <= Opcodes.LUSHR) {
            return -1; // how far to shift is an int
        }
        return opcode % 2 == 0 ? -1 : -2; // int and float have even numbers, long and double odd ones
    }
}
