package io.puredtls.endpoint.explain;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.crypto.credentials.CertificateType;
import io.puredtls.message.HandshakeCodec;
import io.puredtls.message.HandshakeMessage;
import io.puredtls.message.HandshakeType;
import io.puredtls.message.ServerHello;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.FieldTrace;
import io.puredtls.wire.WireReader;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The fields of a handshake message's body, by the names of the version that is spoken. Never throws for what it reads. */
public enum MessageReader {
    /** Also what is in the clear of either version: of 1.3 that is the hellos, which it reads alike. */
    DTLS12(HandshakeCodec.DTLS12),
    /** The same where a pre-shared key alone was agreed on. */
    DTLS12_PSK(HandshakeCodec.DTLS12_PSK),
    /** The same with ephemeral shares. */
    DTLS12_ECDHE_PSK(HandshakeCodec.DTLS12_ECDHE_PSK),
    /** All else of 1.3. */
    DTLS13(HandshakeCodec.DTLS13);

    /** [RFC9147 §5.3] [RFC9846 §4.2.3] What fields of hellos are called in DTLS 1.3, where they have lost their meaning. */
    private static final Map<String, String> CLIENT_HELLO = Map.of(
            "client_version", "legacy_version", "session_id", "legacy_session_id", "cookie", "legacy_cookie",
            "compression_methods", "legacy_compression_methods");
    private static final Map<String, String> SERVER_HELLO = Map.of(
            "server_version", "legacy_version", "session_id", "legacy_session_id_echo", "compression_method", "legacy_compression_method");

    private static final Set<Integer> OTHERS_OF_12 = Set.of(22);
    private static final Set<Integer> OTHERS_OF_13 = Set.of(5);

    private final HandshakeCodec codec;

    MessageReader(HandshakeCodec codec) {
        this.codec = codec;
    }

    /** Which one reads what follows these hellos. */
    static MessageReader of(Hellos hellos) {
        if (hellos.isDtls13()) {
            return DTLS13;
        }
        HandshakeCodec codec = hellos.serverHello().map(ServerHello::cipherSuite).filter(suite -> suite.isKnown() && !suite.isForDtls13())
                .map(suite -> HandshakeCodec.forDtls12(suite, CertificateType.X509)).orElse(HandshakeCodec.DTLS12);
        return Arrays.stream(values()).filter(each -> each.codec == codec).findFirst().orElseThrow();
    }

    /** The fields of a body; empty for an empty one. */
    List<Field> fields(HandshakeType type, byte[] data, int offset, int length) {
        FieldCollector collector = new FieldCollector(data, offset, name -> names(type).getOrDefault(name, name));
        Optional<String> fault = Optional.empty();
        try {
            decode(type, data, offset, length, collector);
        } catch (ProtocolException malformed) {
            fault = Optional.of(malformed.violation() == Violation.UNKNOWN_HANDSHAKE_MESSAGE
                    ? "a message of a type that is not known here" : malformed.getMessage());
        } catch (DecodeException malformed) {
            fault = Optional.of(type + ": " + malformed.getMessage());
        }
        List<Field> fields = new ArrayList<>(collector.fields());
        int end = collector.end();
        if (fault.isPresent() && end < offset + length) {
            fields.add(Field.unread(end, offset + length - end, fault.get()));
        } else if (fault.isPresent() && !fields.isEmpty()) {
            int last = fields.size() - 1;
            fields.set(last, fields.get(last).with(fault.get()));
        }
        return fields;
    }

    private Map<String, String> names(HandshakeType type) {
        if (this != DTLS13) {
            return Map.of();
        }
        return switch (type.code()) {
            case 1 -> CLIENT_HELLO;
            case 2 -> SERVER_HELLO;
            default -> Map.of();
        };
    }

    /**
     * The message whose body stands at {@code offset} of {@code data}, field by field told to {@code trace}; empty for one that the library has no type for and can read nevertheless.
     *
     * @throws ProtocolException if it is malformed, or of a type that is not known
     * @throws DecodeException if it is malformed
     */
    public Optional<HandshakeMessage> decode(HandshakeType type, byte[] data, int offset, int length, FieldTrace trace)
            throws ProtocolException, DecodeException {
        WireReader in = new WireReader(data, offset, length, trace);
        if ((this == DTLS13 ? OTHERS_OF_13 : OTHERS_OF_12).contains(type.code())) {
            decodeOther(type.code(), in);
            return Optional.empty();
        }
        boolean key = this != DTLS13 && type.equals(HandshakeType.CERTIFICATE) && isRawPublicKey(data, offset, length);
        return Optional.of((key ? HandshakeCodec.DTLS12_RAW_PUBLIC_KEY : codec).decode(type, in));
    }

    /**
     * [RFC7250 §3] What a Certificate of DTLS 1.2 holds the hellos say, which need not be here; but behind its first length there
     * is another, of a certificate, or a SEQUENCE, which as a length would be of three megabytes.
     */
    private static boolean isRawPublicKey(byte[] data, int offset, int length) {
        return length > 3 && data[offset + 3] == 0x30;
    }

    /** What other stacks send too: of 1.3 EndOfEarlyData, which is TLS's. */
    private static void decodeOther(int type, WireReader in) throws DecodeException {
        switch (type) {
            case 22 -> { // [RFC6066 §8] CertificateStatus
                in.u8("status_type");
                in.opaque24("OCSPResponse");
            }
            default -> { // EndOfEarlyData is empty
            }
        }
        in.endOfMessage();
    }

    /** The message that a body holds; empty if it cannot be read. */
    Optional<HandshakeMessage> message(HandshakeType type, byte[] body) {
        try {
            return decode(type, body, 0, body.length, FieldTrace.NONE);
        } catch (ProtocolException | DecodeException malformed) {
            return Optional.empty();
        }
    }
}
