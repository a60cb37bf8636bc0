package io.puredtls.endpoint.cli;

import io.puredtls.endpoint.text.FileFault;
import io.puredtls.session.Session;
import io.puredtls.wire.DecodeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A saved session: the bytes of {@link Session#encode}, in a file that its owner alone can read. */
final class SessionFile {
    /** More than any has: that of a chain of certificates as long as a handshake takes. */
    private static final long LONGEST = 1 << 20;

    private SessionFile() {
    }

    /** Reads the session in {@code file}, which whoever gets it closes; the option that named the file is for complaints. */
    static Session read(Option option, Path file) throws UsageException {
        byte[] content = new byte[0];
        try {
            if (Files.size(file) > LONGEST) {
                throw UsageException.of(option, file.toString(), "that is no saved session: it is longer than any");
            }
            content = Files.readAllBytes(file);
            return Session.decode(content);
        } catch (DecodeException malformed) {
            throw UsageException.of(option, file.toString(), "that is no saved session, or a damaged one: " + malformed.getMessage());
        } catch (IOException unreadable) {
            throw UsageException.of(option, file.toString(), "the file cannot be read: " + FileFault.of(unreadable));
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }

    /** Shows whether {@code file} can be written, before there is anything to write. */
    static void requireWritable(Option option, Path file) throws UsageException {
        Path directory = file.toAbsolutePath().getParent();
        if (Files.isDirectory(file)) {
            throw UsageException.of(option, file.toString(), "that is a directory, not a file");
        }
        if (directory == null || !Files.isDirectory(directory)) {
            throw UsageException.of(option, file.toString(), "there is no directory for it");
        }
        if (!Files.isWritable(directory)) {
            throw UsageException.of(option, file.toString(), "the file cannot be written: permission is denied");
        }
    }

    /** Saves {@code session}, which is lent. */
    static void write(Path file, Session session) throws IOException {
        byte[] content = session.encode();
        try {
            OwnerOnlyFile.replace(file, content);
        } finally {
            Arrays.fill(content, (byte) 0);
        }
    }
}
