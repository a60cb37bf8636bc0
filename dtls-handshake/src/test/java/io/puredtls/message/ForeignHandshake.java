package io.puredtls.message;

import io.puredtls.alert.ProtocolException;
import io.puredtls.crypto.aead.AeadAlgorithm;
import io.puredtls.crypto.cbc.CbcAlgorithm;
import io.puredtls.crypto.cbc.CbcKeys;
import io.puredtls.crypto.entropy.Entropy;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.schedule12.CbcKeyBlock;
import io.puredtls.crypto.schedule12.KeyBlock;
import io.puredtls.crypto.schedule12.MasterSecret;
import io.puredtls.crypto.schedule12.Randoms;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.crypto.credentials.CertificateType;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.crypto.suite.RecordCipher;
import io.puredtls.extension.EncryptThenMac;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.RequestedConnectionId;
import io.puredtls.fragment.AssembledMessage;
import io.puredtls.fragment.FragmentView;
import io.puredtls.fragment.Reassembler;
import io.puredtls.record.ConnectionId;
import io.puredtls.record.ContentType;
import io.puredtls.record.RecordView;
import io.puredtls.record.format.OurConnectionIds;
import io.puredtls.record.format.RecordCursor;
import io.puredtls.record.protection.Aead12;
import io.puredtls.record.protection.Cbc12;
import io.puredtls.record.protection.Framing12;
import io.puredtls.record.protection.Opening;
import io.puredtls.record.protection.RecordProtection;
import io.puredtls.wire.Bytes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import javax.crypto.Cipher;
import javax.crypto.spec.SecretKeySpec;

/**
 * A whole handshake of two foreign ends, from {@code testvectors/openssl-dtls12-handshake} or one of {@code *-dtls12-cid}, taken
 * apart by our parts: cursor, fragments, reassembler, codec; the protected records with keys from the given master secret.
 */
final class ForeignHandshake {
    enum Side { CLIENT, SERVER }

    private static final int BLOCK = CbcAlgorithm.BLOCK_LENGTH;

    /** A whole message: who said it, what came, and what we read in it. */
    record Said(Side by, AssembledMessage raw, HandshakeMessage message) {
    }

    /** A protected record as it came, and what was in it: of that {@code zeros} bytes were padding. */
    record Protected(Side from, Bytes wire, ContentType type, long sequence, Bytes content, int zeros) {
    }

    private record Datagram(Side from, byte[] bytes) {
    }

    private final Map<String, String> secrets = new HashMap<>();
    private final List<Datagram> datagrams = new ArrayList<>();
    private final List<Said> messages = new ArrayList<>();
    private final Map<Side, Reassembler> reassemblers = new EnumMap<>(Side.class);
    private final Map<Side, RecordProtection> protections = new EnumMap<>(Side.class);
    private final Map<Side, String> applicationData = new EnumMap<>(Side.class);
    private final FragmentView fragment = new FragmentView();
    private int fragments;
    private final List<Protected> protectedRecords = new ArrayList<>();

    private ForeignHandshake() {
    }

    static ForeignHandshake read(String name) throws ProtocolException {
        return read("openssl-dtls12-handshake", name);
    }

    static ForeignHandshake read(String directory, String name) throws ProtocolException {
        ForeignHandshake handshake = new ForeignHandshake();
        handshake.load(Path.of("..", "testvectors", directory, name + ".txt"));
        for (Side side : Side.values()) {
            handshake.reassemblers.put(side, new Reassembler(65_536, 65_536, 8));
        }
        for (Datagram datagram : handshake.datagrams) {
            handshake.open(datagram);
        }
        return handshake;
    }

    private void load(Path path) {
        Side from = Side.CLIENT;
        for (String line : lines(path)) {
            String[] parts = line.split(" = ", 2);
            switch (parts[0]) {
                case "" -> {
                    // parts blocks
                }
                case "from" -> from = parts[1].equals("client") ? Side.CLIENT : Side.SERVER;
                case "datagram" -> datagrams.add(new Datagram(from, Bytes.ofHex(parts[1]).toArray()));
                default -> secrets.put(parts[0], parts[1]);
            }
        }
    }

    private static List<String> lines(Path path) {
        try {
            return Files.readAllLines(path);
        } catch (IOException absent) {
            throw new UncheckedIOException(absent);
        }
    }

    private void open(Datagram datagram) throws ProtocolException {
        RecordCursor cursor = new RecordCursor();
        RecordView record = new RecordView();
        ConnectionId id = connectionId(datagram.from);
        if (id.length() > 0) {
            cursor.connectionIds(OurConnectionIds.agreed(List.of(id)));
        }
        cursor.wrap(datagram.bytes, 0, datagram.bytes.length);
        while (cursor.next(record)) {
            if (record.epoch() > 0) {
                openProtected(datagram.from, record);
            }
            if (record.type() == ContentType.HANDSHAKE) {
                onHandshake(datagram.from, record);
            } else if (record.type() == ContentType.APPLICATION_DATA) {
                applicationData.put(datagram.from,
                        new String(record.datagram(), record.payloadOffset(), record.payloadLength(), StandardCharsets.UTF_8));
            }
        }
        if (cursor.stoppedBy().isPresent()) {
            throw new AssertionError("the walk ended early: " + cursor.stoppedBy());
        }
    }

    /** [RFC9146 §3] What the protected records of {@code from} carry: what the other end asked for, if both spoke of it. */
    ConnectionId connectionId(Side from) {
        Optional<ConnectionId> clients = requested(Side.CLIENT, ClientHello.class, ClientHello::extensions);
        Optional<ConnectionId> servers = requested(Side.SERVER, ServerHello.class, ServerHello::extensions);
        boolean agreed = clients.isPresent() && servers.isPresent();
        return agreed ? (from == Side.CLIENT ? servers : clients).orElseThrow() : ConnectionId.NONE;
    }

    private <M extends HandshakeMessage> Optional<ConnectionId> requested(Side by, Class<M> hello, Function<M, Extensions> extensions) {
        return messages.stream().filter(said -> said.by == by && hello.isInstance(said.message)).reduce((first, second) -> second)
                .flatMap(said -> extensions.apply(hello.cast(said.message)).find(RequestedConnectionId.class)).map(RequestedConnectionId::cid);
    }

    private void openProtected(Side from, RecordView record) {
        Bytes wire = Bytes.of(record.datagram(), record.start(), record.end() - record.start());
        int inner = sealedInside(from, Bytes.of(record.datagram(), record.payloadOffset(), record.payloadLength()));
        if (protections.computeIfAbsent(from, this::protection).open(record) != Opening.OPENED) {
            throw new AssertionError("a record of the " + from + " cannot be opened: " + record);
        }
        int length = record.payloadLength();
        protectedRecords.add(new Protected(from, wire, record.type(), record.sequence(),
                Bytes.of(record.datagram(), record.payloadOffset(), length), connectionId(from).length() > 0 ? inner - length - 1 : inner - length));
    }

    /** How much was sealed in a record whose header was taken off: what the cipher itself adds is known, or told by its last byte. */
    private int sealedInside(Side from, Bytes fragment) {
        if (!(suite().cipher() instanceof RecordCipher.Cbc cbc)) {
            return fragment.length() - suite().aead().tagLength() - AeadAlgorithm.NONCE_LENGTH + Aead12.ivLength(suite().aead());
        }
        int macLength = cbc.algorithm().macLength();
        int end = isEncryptThenMac() ? fragment.length() - macLength : fragment.length();
        int paddingLength = (ecb(from, fragment.slice(end - BLOCK, BLOCK)).at(BLOCK - 1) ^ fragment.at(end - BLOCK - 1)) & 0xFF;
        return (isEncryptThenMac() ? end : end - macLength) - BLOCK - 1 - paddingLength;
    }

    /** What a block of a CBC record is decrypted to, before the block in front of it is added. */
    private Bytes ecb(Side from, Bytes block) {
        try (CbcKeyBlock keys = cbcKeys()) {
            Cipher cipher = Cipher.getInstance("AES/ECB/NoPadding");
            cipher.init(Cipher.DECRYPT_MODE, new SecretKeySpec((from == Side.CLIENT ? keys.client() : keys.server()).key().view(), "AES"));
            return Bytes.of(cipher.doFinal(block.toArray()));
        } catch (GeneralSecurityException impossible) {
            throw new AssertionError(impossible);
        }
    }

    private CbcKeyBlock cbcKeys() {
        try (MasterSecret master = masterSecret()) {
            return master.keyBlock(((RecordCipher.Cbc) suite().cipher()).algorithm(), randoms());
        }
    }

    /** [RFC7366 §2] Whether both ends spoke of it. */
    private boolean isEncryptThenMac() {
        return message(Side.SERVER, ServerHello.class).extensions().has(EncryptThenMac.class);
    }

    private RecordProtection protection(Side from) {
        return protection(from, connectionId(from).length() > 0 ? Framing12.toUs() : Framing12.PLAIN, Bytes.EMPTY);
    }

    /**
     * The keys of {@code from}, for records of this form; the caller closes it. A CBC record that is sealed first of all gets the IV
     * of {@code like}, a record without its header.
     */
    RecordProtection protection(Side from, Framing12 framing, Bytes like) {
        CipherSuite suite = suite();
        if (suite.cipher() instanceof RecordCipher.Cbc cbc) {
            // the first IV is the block that the cipher begins with, which is the encryption of what entropy gives
            Entropy entropy = out -> System.arraycopy(ecb(from, like.slice(0, BLOCK)).toArray(), 0, out, 0, BLOCK);
            try (CbcKeyBlock keys = cbcKeys()) {
                CbcKeys own = from == Side.CLIENT ? keys.client() : keys.server();
                return new Cbc12(isEncryptThenMac()
                        ? cbc.algorithm().encryptThenMac(Jca.PLATFORM, entropy, own) : cbc.algorithm().macThenEncrypt(Jca.PLATFORM, entropy, own), framing);
            }
        }
        try (MasterSecret master = masterSecret();
                KeyBlock keys = master.keyBlock(suite.aead(), Aead12.ivLength(suite.aead()), randoms())) {
            return from == Side.CLIENT
                    ? Aead12.with(suite.aead(), Jca.PLATFORM, keys.clientWriteKey(), keys.clientWriteIv(), framing)
                    : Aead12.with(suite.aead(), Jca.PLATFORM, keys.serverWriteKey(), keys.serverWriteIv(), framing);
        }
    }

    private void onHandshake(Side from, RecordView record) throws ProtocolException {
        Reassembler reassembler = reassemblers.get(from);
        fragment.wrap(record);
        while (fragment.hasMore()) {
            if (!fragment.advance()) {
                throw new AssertionError("a fragment does not fit its record: " + record);
            }
            fragments++;
            reassembler.add(fragment);
            while (reassembler.hasNext()) {
                AssembledMessage raw = reassembler.next();
                messages.add(new Said(from, raw, codec().decode(raw.type(), raw.body().reader())));
            }
        }
    }

    /** A ServerHello says how the messages behind it are read. */
    private HandshakeCodec codec() {
        boolean chosen = messages.stream().anyMatch(said -> said.message() instanceof ServerHello);
        return chosen ? HandshakeCodec.forDtls12(suite(), CertificateType.X509) : HandshakeCodec.DTLS12;
    }

    /** All messages in the order in which they passed. */
    List<Said> messages() {
        return messages;
    }

    int fragments() {
        return fragments;
    }

    /** In the order in which they passed. */
    List<Protected> protectedRecords() {
        return protectedRecords;
    }

    String applicationData(Side from) {
        return applicationData.get(from);
    }

    /** The last message of this kind that {@code by} said: of hellos the one that counts. */
    <M extends HandshakeMessage> Said last(Side by, Class<M> kind) {
        return messages.stream().filter(said -> said.by == by && kind.isInstance(said.message))
                .reduce((first, second) -> second).orElseThrow();
    }

    <M extends HandshakeMessage> M message(Side by, Class<M> kind) {
        return kind.cast(last(by, kind).message);
    }

    CipherSuite suite() {
        return message(Side.SERVER, ServerHello.class).cipherSuite();
    }

    Randoms randoms() {
        return new Randoms(
                message(Side.CLIENT, ClientHello.class).random().toArray(), message(Side.SERVER, ServerHello.class).random().toArray());
    }

    /** The master secret as the foreign end logged it; the caller closes it. */
    MasterSecret masterSecret() {
        return new MasterSecret(Jca.PLATFORM, suite().hash(), SecretBytes.taking(secret("master_secret").toArray()));
    }

    Bytes secret(String name) {
        return Bytes.ofHex(secrets.get(name));
    }

    String exporterLabel() {
        return secrets.get("exporter_label");
    }
}
