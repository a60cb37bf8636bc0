package io.puredtls.surface;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Member;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.net.URISyntaxException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What a module offers to everybody, as text: the public types of its exported packages with all that can be used of them. */
final class Surface {
    private static final Set<String> OF_ALL_OBJECTS = Set.of("equals", "hashCode", "toString");
    private static final Set<String> OF_ALL_ENUMS = Set.of("values", "valueOf");

    private Surface() {
    }

    /** Where a class was loaded from, a directory or a jar. */
    static Path home(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** The surface of the module whose classes are at {@code home}, loaded by {@code loader}: a line for the module, each package, type and member. */
    static List<String> of(Path home, ClassLoader loader) throws IOException {
        if (Files.isDirectory(home)) {
            return under(home, loader);
        }
        try (FileSystem jar = FileSystems.newFileSystem(home)) {
            return under(jar.getPath("/"), loader);
        }
    }

    private static List<String> under(Path root, ClassLoader loader) throws IOException {
        ModuleDescriptor module;
        try (InputStream descriptor = Files.newInputStream(root.resolve("module-info.class"))) {
            module = ModuleDescriptor.read(descriptor);
        }
        List<String> lines = new ArrayList<>(List.of("module " + module.name()));
        for (String name : new TreeSet<>(module.exports().stream().filter(each -> !each.isQualified()).map(ModuleDescriptor.Exports::source).toList())) {
            lines.add("  package " + name);
            for (Class<?> type : types(root.resolve(name.replace('.', '/')), name, loader)) {
                lines.add("    " + declaration(type));
                members(type).forEach(member -> lines.add("      " + member));
            }
        }
        return lines;
    }

    private static List<Class<?>> types(Path directory, String inPackage, ClassLoader loader) throws IOException {
        List<String> names;
        try (Stream<Path> files = Files.list(directory)) {
            names = files.map(file -> file.getFileName().toString()).filter(file -> file.endsWith(".class"))
                    .map(file -> inPackage + "." + file.substring(0, file.length() - ".class".length())).sorted().toList();
        }
        List<Class<?>> types = new ArrayList<>();
        for (String name : names) {
            try {
                types.add(Class.forName(name, false, loader));
            } catch (ClassNotFoundException gone) {
                throw new IOException(gone);
            }
        }
        return types.stream().filter(Surface::isPublic).toList();
    }

    private static boolean isPublic(Class<?> type) {
        return Modifier.isPublic(type.getModifiers()) && !type.isAnonymousClass() && !type.isLocalClass() && !type.isSynthetic()
                && (type.getDeclaringClass() == null || isPublic(type.getDeclaringClass()));
    }

    private static String declaration(Class<?> type) {
        List<String> words = new ArrayList<>();
        if (type.isSealed()) {
            words.add("sealed");
        } else if (Modifier.isAbstract(type.getModifiers()) && !type.isInterface() && !type.isEnum()) {
            words.add("abstract");
        } else if (Modifier.isFinal(type.getModifiers()) && !type.isRecord() && !type.isEnum()) {
            words.add("final");
        }
        words.add(type.isAnnotation() ? "@interface" : type.isInterface() ? "interface" : type.isRecord() ? "record" : type.isEnum() ? "enum" : "class");
        words.add(shortly(type.getName().substring(type.getPackageName().length() + 1)) + variables(type.getTypeParameters()));
        if (!type.isInterface() && !type.isRecord() && !type.isEnum() && type.getSuperclass() != Object.class) {
            words.add("extends " + shortly(type.getGenericSuperclass()));
        }
        if (type.getGenericInterfaces().length > 0) {
            words.add((type.isInterface() ? "extends " : "implements ") + list(type.getGenericInterfaces()));
        }
        return String.join(" ", words);
    }

    private static List<String> members(Class<?> type) {
        List<String> lines = new ArrayList<>();
        Arrays.stream(type.getDeclaredFields()).filter(field -> isOffered(field, type)).map(Surface::line).forEach(lines::add);
        Arrays.stream(type.getDeclaredConstructors()).filter(each -> isOffered(each, type)).map(Surface::line).sorted().forEach(lines::add);
        Arrays.stream(type.getDeclaredMethods()).filter(each -> isOffered(each, type) && !isImplied(each, type)).map(Surface::line).sorted().forEach(lines::add);
        return lines;
    }

    private static boolean isOffered(Member member, Class<?> type) {
        boolean toHeirs = Modifier.isProtected(member.getModifiers()) && !Modifier.isFinal(type.getModifiers());
        return !member.isSynthetic() && (Modifier.isPublic(member.getModifiers()) || toHeirs);
    }

    private static boolean isImplied(Method method, Class<?> type) {
        return OF_ALL_OBJECTS.contains(method.getName()) || type.isEnum() && OF_ALL_ENUMS.contains(method.getName());
    }

    private static String line(Field field) {
        if (field.isEnumConstant()) {
            return field.getName();
        }
        return modifiers(field) + shortly(field.getGenericType()) + " " + field.getName() + constant(field);
    }

    /** A constant is compiled into whoever uses it: its value is part of what is offered. */
    private static String constant(Field field) {
        boolean inlined = Modifier.isStatic(field.getModifiers()) && Modifier.isFinal(field.getModifiers())
                && (field.getType().isPrimitive() || field.getType() == String.class);
        try {
            return inlined ? " = " + field.get(null) : "";
        } catch (IllegalAccessException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static String line(Constructor<?> constructor) {
        return modifiers(constructor) + "new" + parameters(constructor);
    }

    private static String line(Method method) {
        String variables = variables(method.getTypeParameters());
        return modifiers(method) + (method.isDefault() ? "default " : "") + (variables.isEmpty() ? "" : variables + " ")
                + shortly(method.getGenericReturnType()) + " " + method.getName() + parameters(method);
    }

    private static String modifiers(Member member) {
        int modifiers = member.getModifiers();
        boolean isAbstract = Modifier.isAbstract(modifiers) && !member.getDeclaringClass().isInterface();
        return (Modifier.isProtected(modifiers) ? "protected " : "") + (Modifier.isStatic(modifiers) ? "static " : "")
                + (isAbstract ? "abstract " : "");
    }

    private static String parameters(Executable executable) {
        Type[] types = executable.getGenericParameterTypes();
        Parameter[] parameters = executable.getParameters();
        List<String> all = new ArrayList<>();
        for (int i = 0; i < types.length; i++) {
            String name = shortly(types[i]);
            all.add(parameters[i].isVarArgs() ? name.replaceFirst("\\[]$", "...") : name);
        }
        String thrown = executable.getGenericExceptionTypes().length == 0 ? "" : " throws " + list(executable.getGenericExceptionTypes());
        return "(" + String.join(", ", all) + ")" + thrown;
    }

    private static String variables(TypeVariable<?>[] variables) {
        return variables.length == 0 ? "" : "<" + Arrays.stream(variables)
                .map(each -> each.getBounds()[0] == Object.class ? each.getName() : each.getName() + " extends " + list(each.getBounds()))
                .collect(Collectors.joining(", ")) + ">";
    }

    private static String list(Type[] types) {
        return Arrays.stream(types).map(Surface::shortly).collect(Collectors.joining(", "));
    }

    private static String shortly(Type type) {
        return shortly(type.getTypeName());
    }

    /** Without packages. */
    private static String shortly(String name) {
        return name.replaceAll("\\b(?:[a-z][a-z0-9_]*\\.)+(?=[A-Z])", "").replace('$', '.');
    }
}
