package io.puredtls.endpoint.cli;

import io.puredtls.config.KeyLog;
import io.puredtls.endpoint.text.FileFault;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * NSS key log lines appended to a file, as Wireshark reads them. The file is opened for each line, which is one a
 * handshake: it may be moved away while we run. Thread-safe.
 */
final class KeyLogFile implements KeyLog {
    private final Path file;
    private final Surroundings surroundings;

    private KeyLogFile(Path file, Surroundings surroundings) {
        this.file = file;
        this.surroundings = surroundings;
    }

    /** Shows at once whether it can be written; {@code source} says who named it. */
    static KeyLogFile open(Path file, String source, Surroundings surroundings) throws UsageException {
        try {
            if (!Files.exists(file)) {
                OwnerOnlyFile.create(file);
            }
            Files.writeString(file, "", StandardOpenOption.APPEND);
        } catch (IOException unwritable) {
            throw new UsageException(source + ": the file cannot be written: " + FileFault.of(unwritable));
        }
        return new KeyLogFile(file, surroundings);
    }

    @Override
    public synchronized void log(String line) {
        try {
            Files.writeString(file, line + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
        } catch (IOException unwritable) { // a session is worth more than its log
            surroundings.note("warning: the key log " + file + " cannot be written: " + FileFault.of(unwritable));
        }
    }
}
