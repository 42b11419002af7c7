package io.rtcroom.nativeimage;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.objectweb.asm.ClassReader;
import org.objectweb.asm.Handle;
import org.objectweb.asm.Type;
import org.objectweb.asm.tree.AbstractInsnNode;
import org.objectweb.asm.tree.ClassNode;
import org.objectweb.asm.tree.FieldInsnNode;
import org.objectweb.asm.tree.InvokeDynamicInsnNode;
import org.objectweb.asm.tree.LdcInsnNode;
import org.objectweb.asm.tree.MethodInsnNode;
import org.objectweb.asm.tree.MethodNode;
import org.objectweb.asm.tree.TypeInsnNode;
import org.objectweb.asm.tree.VarInsnNode;
import org.objectweb.asm.tree.analysis.Analyzer;
import org.objectweb.asm.tree.analysis.AnalyzerException;
import org.objectweb.asm.tree.analysis.Frame;
import org.objectweb.asm.tree.analysis.SourceInterpreter;
import org.objectweb.asm.tree.analysis.SourceValue;

/** Our classes as they were compiled. */
record Code(List<ClassNode> classes) {
    /** One call, and where it stands. */
    record Call(ClassNode in, MethodNode method, MethodInsnNode callee) {
        String name() {
            return Type.getObjectType(callee.owner).getClassName() + "." + callee.name;
        }

        @Override
        public String toString() {
            return Type.getObjectType(in.name).getClassName() + "." + method.name + " calls " + name();
        }

        /** What each argument was made by, as far as one method tells: a class constant, or something of a type. */
        List<Type> arguments() {
            try {
                Frame<SourceValue>[] frames = new Analyzer<>(new SourceInterpreter()).analyze(in.name, method);
                Frame<SourceValue> frame = frames[method.instructions.indexOf(callee)];
                int count = Type.getArgumentTypes(callee.desc).length;
                var types = new ArrayList<Type>();
                for (int n = frame.getStackSize() - count; n < frame.getStackSize(); n++)
                    frame.getStack(n).insns.forEach(maker -> types.add(typeOf(maker)));
                return types;
            } catch (AnalyzerException e) {
                throw new IllegalStateException(toString(), e);
            }
        }

        private Type typeOf(AbstractInsnNode maker) {
            return switch (maker) {
                case LdcInsnNode constant when constant.cst instanceof Type type -> type;
                case TypeInsnNode made -> Type.getObjectType(made.desc);
                case MethodInsnNode called -> Type.getReturnType(called.desc);
                case InvokeDynamicInsnNode linked -> Type.getReturnType(linked.desc);
                case FieldInsnNode read -> Type.getType(read.desc);
                case VarInsnNode variable -> Type.getType(descriptor(variable));
                default -> Type.VOID_TYPE; // a number, a string, null
            };
        }

        private String descriptor(VarInsnNode variable) {
            int at = method.instructions.indexOf(variable);
            return method.localVariables.stream()
                    .filter(local -> local.index == variable.var
                            && method.instructions.indexOf(local.start) <= at
                            && at < method.instructions.indexOf(local.end))
                    .map(local -> local.desc)
                    .findFirst()
                    .orElseThrow(() -> new IllegalStateException(this + " without debug information"));
        }
    }

    static Code of(List<Path> files) {
        return new Code(files.stream().map(Code::read).toList());
    }

    /** The names of the classes, as {@code Class.forName} takes them. */
    Stream<String> names() {
        return classes.stream().map(type -> type.name.replace('/', '.'));
    }

    Stream<Call> calls(Predicate<Call> wanted) {
        return classes.stream()
                .flatMap(type -> type.methods.stream().flatMap(method -> Stream.of(method.instructions.toArray())
                        .filter(MethodInsnNode.class::isInstance)
                        .map(callee -> new Call(type, method, (MethodInsnNode) callee))))
                .filter(wanted);
    }

    /** The methods that are handed on as {@code Type::method}, whose arguments nobody can see here. */
    Stream<String> handedOn() {
        return classes.stream()
                .flatMap(type -> type.methods.stream())
                .flatMap(method -> Stream.of(method.instructions.toArray()))
                .filter(InvokeDynamicInsnNode.class::isInstance)
                .flatMap(linked -> Stream.of(((InvokeDynamicInsnNode) linked).bsmArgs))
                .filter(Handle.class::isInstance)
                .map(Handle.class::cast)
                .map(handle -> Type.getObjectType(handle.getOwner()).getClassName() + "." + handle.getName());
    }

    /** Every text that the code holds. */
    Stream<String> texts() {
        return classes.stream()
                .flatMap(type -> type.methods.stream())
                .flatMap(method -> Stream.of(method.instructions.toArray()))
                .filter(LdcInsnNode.class::isInstance)
                .map(constant -> ((LdcInsnNode) constant).cst)
                .filter(String.class::isInstance)
                .map(String.class::cast);
    }

    private static ClassNode read(Path file) {
        try {
            var node = new ClassNode();
            new ClassReader(Files.readAllBytes(file)).accept(node, 0);
            return node;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
