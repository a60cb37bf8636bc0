package io.puredtls.publicapi;

import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What others see of a type: its header, then a line for each constant, field, constructor and method. */
final class TypeSurface {
    private final Class<?> type;

    TypeSurface(Class<?> type) {
        this.type = type;
    }

    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(header());
        if (type.isEnum()) {
            lines.add("    " + Arrays.stream(type.getEnumConstants()).map(each -> ((Enum<?>) each).name()).collect(Collectors.joining(", ")));
        }
        Stream<String> fields = Arrays.stream(type.getDeclaredFields()).filter(this::isShown).map(TypeSurface::field);
        Stream<String> constructors = Arrays.stream(type.getDeclaredConstructors()).filter(this::isShown).map(this::constructor);
        Stream<String> methods = Arrays.stream(type.getDeclaredMethods()).filter(this::isShown).map(TypeSurface::method);
        Stream.of(fields, constructors, methods).forEach(each -> each.sorted().forEach(line -> lines.add("    " + line)));
        return lines;
    }

    private String header() {
        StringBuilder header = new StringBuilder(modifiers(type.getModifiers() & ~Modifier.INTERFACE & ~implied()));
        header.append(type.isSealed() ? "sealed " : "").append(kind()).append(' ').append(shortName(type)).append(parameters(type.getTypeParameters()));
        if (type.isRecord()) {
            header.append(Arrays.stream(type.getRecordComponents()).map(TypeSurface::component).collect(Collectors.joining(", ", "(", ")")));
        }
        Type parent = type.getGenericSuperclass();
        if (parent != null && !Set.of(Object.class, Record.class).contains(type.getSuperclass()) && !type.isEnum()) {
            header.append(" extends ").append(name(parent));
        }
        String interfaces = Arrays.stream(type.getGenericInterfaces()).map(TypeSurface::name).collect(Collectors.joining(", "));
        header.append(interfaces.isEmpty() ? "" : (type.isInterface() ? " extends " : " implements ") + interfaces);
        header.append(type.isSealed() ? " permits " + Arrays.stream(type.getPermittedSubclasses()).map(TypeSurface::shortName)
                .collect(Collectors.joining(", ")) : "");
        return header.toString();
    }

    /** What the kind of type says already. */
    private int implied() {
        int nested = type.isInterface() || type.isRecord() || type.isEnum() ? Modifier.STATIC | Modifier.FINAL | Modifier.ABSTRACT : 0;
        return nested | (type.isInterface() ? Modifier.ABSTRACT : 0);
    }

    private String kind() {
        return type.isAnnotation() ? "@interface" : type.isInterface() ? "interface" : type.isRecord() ? "record" : type.isEnum() ? "enum" : "class";
    }

    private static String component(RecordComponent component) {
        return name(component.getGenericType()) + " " + component.getName();
    }

    private boolean isShown(Field field) {
        return isVisible(field.getModifiers()) && !field.isSynthetic() && !field.isEnumConstant();
    }

    private boolean isShown(Executable executable) {
        return isVisible(executable.getModifiers()) && !executable.isSynthetic() && !isImplied(executable);
    }

    /** Public or, where somebody could inherit it, protected. */
    private boolean isVisible(int modifiers) {
        return Modifier.isPublic(modifiers) || Modifier.isProtected(modifiers) && !Modifier.isFinal(type.getModifiers()) && !type.isSealed();
    }

    /** What every record, every enum and every object has. */
    private boolean isImplied(Executable executable) {
        List<Class<?>> parameters = List.of(executable.getParameterTypes());
        boolean objects = executable instanceof Method && (Set.of("hashCode", "toString").contains(executable.getName()) && parameters.isEmpty()
                || executable.getName().equals("equals") && parameters.equals(List.of(Object.class)));
        boolean records = type.isRecord() && (executable instanceof Constructor
                ? parameters.equals(Arrays.stream(type.getRecordComponents()).map(RecordComponent::getType).toList())
                : parameters.isEmpty() && Arrays.stream(type.getRecordComponents()).anyMatch(each -> each.getName().equals(executable.getName())));
        boolean enums = type.isEnum() && (executable.getName().equals("values") && parameters.isEmpty()
                || executable.getName().equals("valueOf") && parameters.equals(List.of(String.class)));
        return objects || records || enums;
    }

    private static String field(Field field) {
        return modifiers(field.getModifiers()) + name(field.getGenericType()) + " " + field.getName();
    }

    private String constructor(Constructor<?> constructor) {
        return modifiers(constructor.getModifiers()) + type.getSimpleName() + arguments(constructor);
    }

    private static String method(Method method) {
        int implied = Modifier.FINAL | (method.getDeclaringClass().isInterface() ? Modifier.ABSTRACT : 0);
        String generic = parameters(method.getTypeParameters());
        return (method.isDefault() ? "default " : "") + modifiers(method.getModifiers() & ~implied) + generic + (generic.isEmpty() ? "" : " ")
                + name(method.getGenericReturnType()) + " " + method.getName() + arguments(method);
    }

    private static String arguments(Executable executable) {
        List<String> types = new ArrayList<>(Arrays.stream(executable.getGenericParameterTypes()).map(TypeSurface::name).toList());
        if (executable.isVarArgs()) {
            types.set(types.size() - 1, types.get(types.size() - 1).replaceFirst("\\[]$", "..."));
        }
        String thrown = Arrays.stream(executable.getGenericExceptionTypes()).map(TypeSurface::name).sorted().collect(Collectors.joining(", "));
        return "(" + String.join(", ", types) + ")" + (thrown.isEmpty() ? "" : " throws " + thrown);
    }

    private static String modifiers(int modifiers) {
        int told = modifiers & (Modifier.PROTECTED | Modifier.STATIC | Modifier.FINAL | Modifier.ABSTRACT);
        return told == 0 ? "" : Modifier.toString(told) + " ";
    }

    private static String parameters(TypeVariable<?>[] variables) {
        return variables.length == 0 ? "" : Arrays.stream(variables).map(TypeSurface::variable).collect(Collectors.joining(", ", "<", ">"));
    }

    private static String variable(TypeVariable<?> variable) {
        List<Type> bounds = Arrays.stream(variable.getBounds()).filter(bound -> bound != Object.class).toList();
        return variable.getName() + (bounds.isEmpty() ? "" : " extends " + bounds.stream().map(TypeSurface::name).collect(Collectors.joining(" & ")));
    }

    /** Without packages, and with a dot before what is nested. */
    private static String name(Type type) {
        return type.getTypeName().replaceAll("\\b(?:[a-z][a-z0-9_]*\\.)+(?=[A-Z])", "").replace('$', '.');
    }

    private static String shortName(Class<?> type) {
        return name(type);
    }
}
