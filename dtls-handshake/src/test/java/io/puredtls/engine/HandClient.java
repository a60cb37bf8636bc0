package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.AlertDescription;
import io.puredtls.alert.AlertLevel;
import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.ServerConfig;
import io.puredtls.event.EngineEvent;
import io.puredtls.fragment.FragmentView;
import io.puredtls.fragment.HandshakeHeader;
import io.puredtls.message.ClientHello;
import io.puredtls.message.HandshakeCodec;
import io.puredtls.message.HandshakeMessage;
import io.puredtls.message.HandshakeType;
import io.puredtls.record.ContentType;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.record.RecordView;
import io.puredtls.record.format.PlaintextHeader;
import io.puredtls.record.format.RecordCursor;
import io.puredtls.trust.TrustPolicy;
import io.puredtls.wire.Bytes;
import io.puredtls.wire.WireReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Says messages of DTLS 1.2 in the clear to a server's engine, one a datagram, and reads what it answers in the clear. */
final class HandClient {
    private static final int LARGEST = 65_535;

    private final DtlsEngine server;
    private int messageSeq;

    HandClient(ServerConfig config) {
        server = DtlsEngine.server(config, (datagram, offset, length) -> { });
        server.start(0);
    }

    /** What a client of ours says first, to be changed. */
    static ClientHello hello() throws ProtocolException {
        return hello(client -> { });
    }

    /** The same with options. */
    static ClientHello hello(Consumer<ClientConfig.Builder> options) throws ProtocolException {
        ClientConfig.Builder config = ClientConfig.trusting(TrustPolicy.dangerouslyTrustAnyone()).versions(ProtocolVersion.DTLS_1_2);
        options.accept(config);
        try (DtlsEngine client = DtlsEngine.client(config.build(), (datagram, offset, length) -> { })) {
            client.start(0);
            return (ClientHello) sent(client).get(0);
        }
    }

    /** Says {@code message}; gives the whole messages of the answer. */
    List<HandshakeMessage> say(HandshakeMessage message) throws ProtocolException {
        Bytes body = message.toBytes();
        int start = PlaintextHeader.LENGTH + HandshakeHeader.LENGTH;
        byte[] datagram = new byte[start + body.length()];
        PlaintextHeader.write(datagram, 0, ContentType.HANDSHAKE, ProtocolVersion.DTLS_1_2.code(), 0, messageSeq,
                HandshakeHeader.LENGTH + body.length());
        HandshakeHeader.write(
                datagram, PlaintextHeader.LENGTH, message.type().code(), body.length(), messageSeq, 0, body.length());
        body.copyTo(datagram, start);
        messageSeq++;
        server.receive(datagram, 0, datagram.length, 0);
        return sent(server);
    }

    /** Says the alert internal_error, in the clear. */
    void fail() {
        byte[] datagram = new byte[PlaintextHeader.LENGTH + 2];
        PlaintextHeader.write(datagram, 0, ContentType.ALERT, ProtocolVersion.DTLS_1_2.code(), 0, messageSeq, 2);
        datagram[PlaintextHeader.LENGTH] = (byte) AlertLevel.FATAL.code();
        datagram[PlaintextHeader.LENGTH + 1] = (byte) AlertDescription.INTERNAL_ERROR.code();
        server.receive(datagram, 0, datagram.length, 0);
        assertTrue(server.isOver());
    }

    /** How the server failed, if it did. */
    Optional<Violation> failure() {
        for (Optional<EngineEvent> event = server.pollEvent(); event.isPresent(); event = server.pollEvent()) {
            if (event.get() instanceof EngineEvent.Failed failed) {
                return Optional.of(failed.violation());
            }
        }
        return Optional.empty();
    }

    private static List<HandshakeMessage> sent(DtlsEngine engine) throws ProtocolException {
        List<HandshakeMessage> messages = new ArrayList<>();
        byte[] out = new byte[LARGEST];
        for (int length = engine.pollDatagram(out, 0, 0); length > 0; length = engine.pollDatagram(out, 0, 0)) {
            read(out, length, messages);
        }
        return messages;
    }

    private static void read(byte[] datagram, int length, List<HandshakeMessage> messages) throws ProtocolException {
        RecordCursor cursor = new RecordCursor();
        RecordView record = new RecordView();
        FragmentView fragment = new FragmentView();
        cursor.wrap(datagram, 0, length);
        while (cursor.next(record)) {
            fragment.wrap(record);
            while (record.type() == ContentType.HANDSHAKE && fragment.hasMore() && fragment.advance()) {
                assertTrue(fragment.fragmentLength() == fragment.length(), "cut in pieces");
                messages.add(HandshakeCodec.DTLS12.decode(new HandshakeType(fragment.type()),
                        new WireReader(fragment.data(), fragment.dataOffset(), fragment.length())));
            }
        }
    }
}
