package io.puredtls.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A module's sources without comments and without the content of strings. The same file in every module. */
final class Sources {
    private static final Pattern NOT_CODE = Pattern.compile(
            "\"\"\"[\\s\\S]*?\"\"\"|\"(?:\\\\.|[^\"\\\\\\n])*+\"|'(?:\\\\.|[^'\\\\\\n])*+'|//[^\\n]*|/\\*[\\s\\S]*?\\*/");
    private static final Pattern OWN_TYPE = Pattern.compile("\\bio\\.puredtls\\.([a-z0-9]+(?:\\.[a-z0-9]+)*)\\.[A-Z*]");

    private final List<Source> all;

    /** One file: its package without {@code io.puredtls.}, its name, its code. */
    record Source(String inPackage, String name, String code) {
    }

    private Sources(List<Source> all) {
        this.all = all;
    }

    /** Those of the module whose directory is the working directory, as it is under Maven. */
    static Sources ofThisModule() {
        Path root = Path.of("src", "main", "java", "io", "puredtls");
        List<Source> all = new ArrayList<>();
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".java")).sorted().toList()) {
                String inPackage = root.relativize(file.getParent()).toString().replace(file.getFileSystem().getSeparator(), ".");
                all.add(new Source(inPackage, file.getFileName().toString().replace(".java", ""), code(Files.readString(file))));
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return new Sources(all);
    }

    /** {@code text} without comments, and with empty strings in place of its strings. */
    static String code(String text) {
        return NOT_CODE.matcher(text).replaceAll(match -> match.group().startsWith("/") ? " " : "\"\"");
    }

    Collection<Source> all() {
        return all;
    }

    Set<String> packages() {
        Set<String> packages = new TreeSet<>();
        all.forEach(source -> packages.add(source.inPackage));
        return packages;
    }

    /** Which of the module's other packages each package names, by import or in full. */
    Map<String, Set<String>> dependencies() {
        Set<String> own = packages();
        Map<String, Set<String>> dependencies = new TreeMap<>();
        for (Source source : all) {
            Set<String> used = dependencies.computeIfAbsent(source.inPackage, each -> new TreeSet<>());
            Matcher matcher = OWN_TYPE.matcher(source.code);
            while (matcher.find()) {
                if (own.contains(matcher.group(1)) && !matcher.group(1).equals(source.inPackage)) {
                    used.add(matcher.group(1));
                }
            }
        }
        return dependencies;
    }

    /** The files, as {@code package/Name}, in whose code {@code regex} is found. */
    List<String> containing(String regex) {
        Pattern pattern = Pattern.compile(regex);
        return all.stream().filter(source -> pattern.matcher(source.code).find()).map(source -> source.inPackage + "/" + source.name).toList();
    }
}
