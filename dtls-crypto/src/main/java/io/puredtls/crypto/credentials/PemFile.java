package io.puredtls.crypto.credentials;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The blocks of a PEM file [RFC7468], in their order. Text around blocks is ignored, lines may end in LF, CR LF or
 * CR; a block that is cut off or not Base64 is a {@link CredentialsException} that names the line. Blocks may be
 * keys: {@link #close} wipes them. Not thread-safe.
 */
public final class PemFile implements AutoCloseable {
    /** The most bytes that a file or text may have. */
    public static final int LIMIT = 1 << 20;

    private final String name;
    private final List<PemBlock> blocks;

    private PemFile(String name, List<PemBlock> blocks) {
        this.name = name;
        this.blocks = blocks;
    }

    /** The blocks in {@code pem}. A text cannot be wiped; keys are better read from files. */
    public static PemFile parse(String pem) {
        if (pem.length() > LIMIT) {
            throw new CredentialsException("PEM text is longer than " + LIMIT + " characters");
        }
        return taking(pem.getBytes(StandardCharsets.UTF_8), "PEM text");
    }

    /** The blocks in the file {@code pem}. */
    public static PemFile read(Path pem) {
        return taking(bytesOf(pem), pem.toString());
    }

    /** Takes {@code text}, and wipes it. */
    private static PemFile taking(byte[] text, String name) {
        try {
            return new PemFile(name, new PemParser(text, name).blocks());
        } finally {
            Arrays.fill(text, (byte) 0);
        }
    }

    /** Gives all bytes of {@code file}, {@link #LIMIT} at most; leaves no other copy of them behind. */
    static byte[] bytesOf(Path file) {
        byte[] buffer = new byte[LIMIT + 1];
        try (InputStream in = Files.newInputStream(file)) {
            int length = in.readNBytes(buffer, 0, buffer.length);
            if (length > LIMIT) {
                throw new CredentialsException(file + " is longer than " + LIMIT + " bytes");
            }
            return Arrays.copyOf(buffer, length);
        } catch (NoSuchFileException absent) {
            throw new CredentialsException("there is no file " + file, absent);
        } catch (IOException unreadable) {
            throw new CredentialsException(file + " cannot be read: " + unreadable.getMessage(), unreadable);
        } finally {
            Arrays.fill(buffer, (byte) 0);
        }
    }

    /** The blocks; unmodifiable. */
    public List<PemBlock> blocks() {
        return blocks;
    }

    /** The file's name, or what stands for it in error sentences. */
    String name() {
        return name;
    }

    /** What is there, for sentences about what is not. */
    String found() {
        return blocks.isEmpty()
                ? "nor any other PEM block"
                : "only " + blocks.stream().map(PemBlock::label).distinct().collect(Collectors.joining(", "));
    }

    /** Wipes the content of every block. */
    @Override
    public void close() {
        blocks.forEach(PemBlock::wipe);
    }

    @Override
    public String toString() {
        return "PemFile[" + name + ", " + blocks.size() + (blocks.size() == 1 ? " block]" : " blocks]");
    }
}
