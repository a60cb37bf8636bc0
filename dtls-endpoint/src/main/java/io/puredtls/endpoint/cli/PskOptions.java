package io.puredtls.endpoint.cli;

import io.puredtls.config.ConfigException;
import io.puredtls.config.PskSelector;
import io.puredtls.config.PskStore;
import io.puredtls.crypto.hash.HashAlgorithm;
import io.puredtls.endpoint.text.FileFault;
import io.puredtls.session.PreSharedKey;
import io.puredtls.wire.Bytes;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** [RFC9846 §4.3.11] Keys that both ends were given. What is wrong with one is told without it. */
final class PskOptions {
    static final Option PSK = Option.value("--psk", "IDENTITY=HEX",
            "A key that both ends have, split at the last '='; without --ca, --fingerprint, --peer-key or --insecure nobody is trusted who "
            + "has not got it. A command line shows in lists of processes: better --psk-file.", "none");
    static final Option PSK_OF_SERVER = PSK.repeated().explained(
            "A key that both ends have, split at the last '='. A command line shows in lists of processes: better --psk-file.", "none");
    static final Option PSK_FILE_OF_SERVER = Option.value("--psk-file", "FILE",
            "The same from a file, IDENTITY=HEX on each line; empty lines, and those that begin with #, are passed over.", "none");
    static final Option PSK_FILE = PSK_FILE_OF_SERVER.explained(PSK_FILE_OF_SERVER.help()
            + " Of several DTLS 1.2 uses the one that the server's hint names, or the first.", "none");

    private static final int LONGEST_IDENTITY = 0xFFFF;

    static final Option PSK_HINT = Option.value("--psk-hint", "TEXT",
            "What clients of DTLS 1.2 are told before they name their key.", "nothing");

    private PskOptions() {
    }

    /** All that were given, in their order. */
    static List<PreSharedKey> keys(Arguments given) throws UsageException {
        List<PreSharedKey> keys = new ArrayList<>();
        for (String value : given.all(PSK)) {
            keys.add(key(value, PSK.name()));
        }
        Optional<Path> file = given.existingFile(PSK_FILE);
        if (file.isPresent()) {
            keys.addAll(keys(file.get()));
        }
        Set<Bytes> names = new HashSet<>();
        for (PreSharedKey key : keys) {
            if (!names.add(key.identity())) {
                throw new UsageException("the pre-shared key " + PeerText.named(key.identity()) + " is given twice");
            }
        }
        if (!keys.isEmpty() && given.has(ProtocolOptions.CIPHERS) && ProtocolOptions.cipherSuites(given).stream().noneMatch(
                suite -> suite.isForDtls13() ? suite.hash() == HashAlgorithm.SHA256 : suite.isByKey())) {
            throw new UsageException("--ciphers names no suite that a pre-shared key is used with: one of DTLS 1.3 with SHA-256, or one with PSK in its name");
        }
        return keys;
    }

    /** [RFC4279 §5.2] The key that the server's hint names, or the first. */
    static PskSelector byHint() {
        return (hint, keys) -> keys.stream().filter(key -> key.identity().equals(hint)).findFirst().or(() -> keys.stream().findFirst());
    }

    /** The keys that a server takes, and what it says of them. */
    static PskStore store(Arguments given) throws UsageException {
        List<PreSharedKey> keys = keys(given);
        Optional<String> hint = given.text(PSK_HINT);
        if (keys.isEmpty()) {
            if (hint.isPresent()) {
                throw new UsageException("--psk-hint needs --psk or --psk-file: which keys it is about");
            }
            return PskStore.EMPTY;
        }
        PskStore store = PskStore.of(keys);
        try {
            return hint.isPresent() ? store.withIdentityHint(hint.get().getBytes(StandardCharsets.UTF_8)) : store;
        } catch (ConfigException tooLong) {
            throw new UsageException("--psk-hint: " + tooLong.getMessage());
        }
    }

    private static List<PreSharedKey> keys(Path file) throws UsageException {
        List<PreSharedKey> keys = new ArrayList<>();
        String name = PSK_FILE.name() + " " + file;
        try {
            int number = 0;
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                number++;
                if (!line.isBlank() && !line.startsWith("#")) {
                    keys.add(key(line.strip(), name + ": line " + number));
                }
            }
        } catch (CharacterCodingException binary) {
            throw new UsageException(name + ": the file is no text in UTF-8");
        } catch (IOException unreadable) {
            throw new UsageException(name + ": the file cannot be read: " + FileFault.of(unreadable));
        }
        if (keys.isEmpty()) {
            throw new UsageException(name + ": there is no key in it");
        }
        return keys;
    }

    private static PreSharedKey key(String value, String where) throws UsageException {
        int equals = value.lastIndexOf('=');
        if (equals < 0) {
            throw new UsageException(where + ": wanted is IDENTITY=HEX, and there is no '=' in it");
        }
        String identity = value.substring(0, equals);
        byte[] name = identity.getBytes(StandardCharsets.UTF_8);
        if (name.length == 0 || name.length > LONGEST_IDENTITY) {
            throw new UsageException(where + ": an identity has 1 to 65535 bytes, not " + name.length);
        }
        byte[] key;
        try {
            key = HexFormat.of().parseHex(value.substring(equals + 1));
        } catch (IllegalArgumentException malformed) {
            throw new UsageException(where + ": the key of " + identity + " is not in hexadecimal, two digits for each byte");
        }
        if (key.length == 0) {
            throw new UsageException(where + ": the key of " + identity + " is empty");
        }
        return PreSharedKey.of(name, key);
    }
}
