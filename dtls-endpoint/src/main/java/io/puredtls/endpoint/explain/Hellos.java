package io.puredtls.endpoint.explain;

import io.puredtls.alert.ProtocolException;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.SelectedVersion;
import io.puredtls.extension.SessionTicket;
import io.puredtls.extension.SupportedVersions;
import io.puredtls.fragment.FragmentView;
import io.puredtls.message.ClientHello;
import io.puredtls.message.HandshakeCodec;
import io.puredtls.message.HandshakeMessage;
import io.puredtls.message.HelloRetryRequest;
import io.puredtls.message.ServerHello;
import io.puredtls.record.ContentType;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.record.RecordView;
import io.puredtls.record.format.PlaintextHeader;
import io.puredtls.record.format.UnifiedHeader;
import io.puredtls.wire.Bytes;
import java.util.List;
import java.util.Optional;

/**
 * What the hellos of an association agree on. It is looked for before anything is told, since the names of a first
 * ClientHello's fields follow from the answer to it.
 *
 * @param clientHello the last one
 * @param serverHello empty if there was no answer
 * @param retrySuite what a HelloRetryRequest chose; empty if there was none
 */
record Hellos(Optional<ClientHello> clientHello, Optional<ServerHello> serverHello, Optional<CipherSuite> retrySuite) {
    /** [RFC5246 §7.4.1.3] [RFC5077 §3.4] By what a session of DTLS 1.2 is resumed; empty if none is, or only what follows would tell. */
    Optional<String> resumedBy() {
        Bytes answered = serverHello.map(ServerHello::sessionId).orElse(Bytes.EMPTY);
        if (answered.isEmpty() || !clientHello.map(ClientHello::sessionId).equals(Optional.of(answered))) {
            return Optional.empty();
        }
        boolean ticket = clientHello.flatMap(hello -> hello.find(SessionTicket.class)).filter(each -> !each.ticket().isEmpty()).isPresent();
        return Optional.of(ticket ? "ticket" : "session ID");
    }

    /** Finds them. */
    static Hellos in(List<Packet> packets) {
        return new Search().run(packets);
    }

    private static final class Search {
        private final Messages client = new Messages();
        private final Messages server = new Messages();
        private Hellos found = new Hellos(Optional.empty(), Optional.empty(), Optional.empty());

        Hellos run(List<Packet> packets) {
            for (Packet packet : packets) {
                byte[] data = packet.datagram().toArray();
                RecordView record = new RecordView();
                for (int at = 0; at < data.length && isReadable(data, at, record); at = record.end()) {
                    if (record.type() == ContentType.HANDSHAKE && record.epoch() == 0) {
                        look(packet.from() == Sender.CLIENT ? client : server, record);
                    }
                }
            }
            return found;
        }

        private static boolean isReadable(byte[] data, int at, RecordView record) {
            int first = data[at] & 0xFF;
            return PlaintextHeader.begins(first) && !UnifiedHeader.begins(first) && PlaintextHeader.read(data, at, data.length, record);
        }

        private void look(Messages messages, RecordView record) {
            FragmentView fragment = new FragmentView();
            fragment.wrap(record);
            while (fragment.hasMore() && fragment.advance()) {
                messages.add(fragment);
                messages.drain(whole -> {
                    try {
                        keep(HandshakeCodec.DTLS13.decode(whole.type(), whole.body().reader()));
                    } catch (ProtocolException other) {
                        // of no interest here, or not to be read: whoever tells of it says so
                    }
                });
            }
        }

        private void keep(HandshakeMessage message) {
            if (message instanceof ClientHello hello && found.serverHello.isEmpty()) {
                found = new Hellos(Optional.of(hello), found.serverHello, found.retrySuite);
            } else if (message instanceof HelloRetryRequest retry) {
                found = new Hellos(found.clientHello, found.serverHello, Optional.of(retry.cipherSuite()));
            } else if (message instanceof ServerHello hello && found.serverHello.isEmpty()) {
                found = new Hellos(found.clientHello, Optional.of(hello), found.retrySuite);
            }
        }
    }

    /** Whether DTLS 1.3 is spoken; what the client would like best if nothing was agreed on. */
    boolean isDtls13() {
        if (serverHello.isPresent() || retrySuite.isPresent()) {
            return retrySuite.isPresent() || serverHello.flatMap(hello -> hello.find(SelectedVersion.class))
                    .map(chosen -> chosen.version().equals(ProtocolVersion.DTLS_1_3)).orElse(false);
        }
        return clientHello.flatMap(hello -> hello.find(SupportedVersions.class))
                .map(offered -> offered.versions().contains(ProtocolVersion.DTLS_1_3)).orElse(false);
    }

    /** The suite, if there is one that can be used here. */
    Optional<CipherSuite> suite() {
        return serverHello.map(ServerHello::cipherSuite).or(() -> retrySuite)
                .filter(suite -> suite.isAvailable(Jca.PLATFORM) && suite.isForDtls13() == isDtls13());
    }

    /** The name of the association in a key log. */
    Bytes clientRandom() {
        return clientHello.map(ClientHello::random).orElse(Bytes.EMPTY);
    }

    Bytes serverRandom() {
        return serverHello.map(ServerHello::random).orElse(Bytes.EMPTY);
    }

    /** [RFC9146 §3] The connection ID that records sent by {@code from} carry: the one that the other end asked for; empty for none. */
    Bytes connectionId(Sender from) {
        if (clientHello.flatMap(hello -> OfferedConnectionId.in(hello.extensions())).isEmpty()) {
            return Bytes.EMPTY;
        }
        Optional<Extensions> receiver = from == Sender.SERVER ? clientHello.map(ClientHello::extensions) : serverHello.map(ServerHello::extensions);
        return receiver.flatMap(OfferedConnectionId::in).orElse(Bytes.EMPTY);
    }
}
