package io.puredtls.endpoint.explain;

import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Optional;
import java.util.Properties;
import java.util.Set;

/** Sentences about fields and derivations, by the names that they have in RFCs: {@code glossary.properties} beside this class. */
final class Glossary {
    private static final Properties SENTENCES = load();

    private final Set<String> told = new HashSet<>();

    private static Properties load() {
        Properties sentences = new Properties();
        try (InputStream in = Glossary.class.getResourceAsStream("glossary.properties")) {
            sentences.load(new InputStreamReader(in, StandardCharsets.UTF_8));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
        return sentences;
    }

    /** What there is to say about something. */
    static Optional<String> sentence(String key) {
        return Optional.ofNullable(SENTENCES.getProperty(key.replace(' ', '.')));
    }

    /** The same, the first time that this is asked. */
    Optional<String> first(String key) {
        return told.add(key) ? sentence(key) : Optional.empty();
    }
}
