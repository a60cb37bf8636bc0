package io.puredtls.publicapi;

import io.puredtls.crypto.jca.Jca;
import io.puredtls.endpoint.Dtls;
import io.puredtls.engine.DtlsEngine;
import io.puredtls.record.DropReason;
import java.io.IOException;
import java.io.InputStream;
import java.lang.module.ModuleDescriptor;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** What a module shows to everyone: its descriptor says which packages, its classes which types. */
record ExportedPackages(String module, List<Class<?>> types) {
    /** All modules, from the ground up. */
    static List<ExportedPackages> all() throws IOException {
        List<ExportedPackages> all = new ArrayList<>();
        for (Class<?> one : List.of(Jca.class, DropReason.class, DtlsEngine.class, Dtls.class)) {
            all.add(of(one));
        }
        return all;
    }

    /** Of the module that {@code one} is in. */
    private static ExportedPackages of(Class<?> one) throws IOException {
        Path classes = classes(one);
        ModuleDescriptor descriptor;
        try (InputStream in = Files.newInputStream(classes.resolve("module-info.class"))) {
            descriptor = ModuleDescriptor.read(in);
        }
        List<Class<?>> types = new ArrayList<>();
        for (String name : descriptor.exports().stream().filter(each -> !each.isQualified()).map(ModuleDescriptor.Exports::source).toList()) {
            try (Stream<Path> files = Files.list(classes.resolve(name.replace('.', '/')))) {
                files.map(file -> file.getFileName().toString()).filter(file -> file.endsWith(".class") && !file.equals("package-info.class"))
                        .map(file -> load(name + "." + file.substring(0, file.length() - ".class".length())))
                        .filter(ExportedPackages::isPublic).forEach(types::add);
            }
        }
        types.sort(Comparator.comparing(Class::getName));
        return new ExportedPackages(descriptor.name(), List.copyOf(types));
    }

    private static Path classes(Class<?> one) {
        try {
            return Path.of(one.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private static Class<?> load(String name) {
        try {
            return Class.forName(name, false, ExportedPackages.class.getClassLoader());
        } catch (ClassNotFoundException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /** With all that it is nested in. */
    private static boolean isPublic(Class<?> type) {
        boolean shown = Modifier.isPublic(type.getModifiers()) && !type.isAnonymousClass() && !type.isLocalClass() && !type.isSynthetic();
        return shown && (type.getEnclosingClass() == null || isPublic(type.getEnclosingClass()));
    }
}
