package io.puredtls.message;

import io.puredtls.record.format.OurConnectionIds;
import io.puredtls.record.ConnectionId;
import io.puredtls.alert.ProtocolException;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.schedule13.TrafficKeys;
import io.puredtls.crypto.schedule13.TrafficSecret;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.extension.Extensions;
import io.puredtls.fragment.AssembledMessage;
import io.puredtls.fragment.FragmentView;
import io.puredtls.fragment.Reassembler;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.record.RecordNumber;
import io.puredtls.record.RecordView;
import io.puredtls.record.epoch.ReadEpoch;
import io.puredtls.record.epoch.ReplayWindow;
import io.puredtls.record.layer.HoldBack;
import io.puredtls.record.layer.RecordLayer;
import io.puredtls.record.layer.RecordSink;
import io.puredtls.record.protection.Aead13;
import io.puredtls.record.protection.Cleartext;
import io.puredtls.state.Role;
import io.puredtls.transcript.Transcript;
import io.puredtls.transcript.TranscriptFraming;
import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * A whole connection of two foreign ends in DTLS 1.3, taken apart by our parts: record layer, fragments, reassembler,
 * codec. All keys come from the secrets that the ends logged, in later epochs by way of {@link TrafficSecret#next}.
 */
final class ForeignConnection13 {
    private static final int CONNECTION_ID = 54;
    private static final int EARLY = 1;
    private static final int HANDSHAKE = 2;
    private static final int APPLICATION = 3;

    /** A whole message: who said it, what came, and what we read in it; nothing where DTLS 1.3 has no such message. */
    record Said(Role by, AssembledMessage raw, Optional<HandshakeMessage> message) {
        boolean is(Class<? extends HandshakeMessage> kind) {
            return message.filter(kind::isInstance).isPresent();
        }

        @Override
        public String toString() {
            return by + " " + (is(HelloRetryRequest.class) ? "HelloRetryRequest" : raw.type());
        }
    }

    /** An ACK: what it names, and what of that its receiver had not sent. */
    record Acknowledged(Role by, int epoch, List<RecordNumber> numbers, List<RecordNumber> neverSent) {
    }

    /** A line of application data, or an alert. */
    record Content(Role by, int epoch, Bytes bytes) {
        String text() {
            return new String(bytes.toArray(), StandardCharsets.UTF_8);
        }
    }

    private final ForeignCapture13 capture;
    private final CipherSuite suite;
    private final Map<Role, End> ends = new EnumMap<>(Role.class);
    private final List<Said> messages = new ArrayList<>();
    private final List<Acknowledged> acks = new ArrayList<>();
    private final List<Content> data = new ArrayList<>();
    private final List<Content> alerts = new ArrayList<>();
    private int fragments;
    private int doubledKeyUpdates;

    private ForeignConnection13(ForeignCapture13 capture) {
        this.capture = capture;
        this.suite = capture.suite();
        for (Role role : Role.values()) {
            ends.put(role, new End(role));
        }
    }

    static ForeignConnection13 read(String name) {
        ForeignConnection13 connection = new ForeignConnection13(ForeignCapture13.read(name));
        for (ForeignCapture13.Datagram datagram : connection.capture.datagrams()) {
            byte[] bytes = datagram.bytes().toArray();
            End end = connection.ends.get(datagram.from());
            end.layer.open(bytes, 0, bytes.length, end);
        }
        return connection;
    }

    /** What one end sends, as the other reads it. */
    private final class End implements RecordSink {
        private final Role role;
        private final RecordLayer layer = new RecordLayer(0, 0);
        private final Reassembler reassembler = new Reassembler(65_536, 65_536, 8);
        private final FragmentView fragment = new FragmentView();
        private final Set<RecordNumber> sent = new HashSet<>();

        private End(Role role) {
            this.role = role;
            layer.holdBack(HoldBack.NOTHING);
            layer.install(new ReadEpoch(0, new Cleartext(ProtocolVersion.DTLS_1_2), new ReplayWindow(64)));
        }

        private void install(int epoch, TrafficSecret secret) {
            try (secret; TrafficKeys keys = secret.keys(suite.aead())) {
                ReadEpoch readable = new ReadEpoch(epoch, Aead13.with(suite.aead(), Jca.PLATFORM, keys), new ReplayWindow(64));
                if (epoch == EARLY) {
                    layer.installEarlyData(readable);
                } else {
                    layer.install(readable);
                }
            }
        }

        private void opened(RecordView record) {
            sent.add(number(record));
        }

        @Override
        public void onHandshake(RecordView record) {
            opened(record);
            fragment.wrap(record);
            while (fragment.hasMore()) {
                if (!fragment.advance()) {
                    throw new AssertionError("a fragment does not fit its record: " + record);
                }
                fragments++;
                add();
            }
        }

        private void add() {
            try {
                reassembler.add(fragment);
                while (reassembler.hasNext()) {
                    said(role, reassembler.next());
                }
            } catch (ProtocolException refused) {
                throw new AssertionError(refused);
            }
        }

        @Override
        public void onApplicationData(RecordView record) {
            opened(record);
            data.add(new Content(role, record.epoch(), content(record)));
        }

        @Override
        public void onAlert(RecordView record) {
            opened(record);
            alerts.add(new Content(role, record.epoch(), content(record)));
        }

        @Override
        public void onAck(RecordView record) {
            opened(record);
            List<RecordNumber> numbers = numbers(content(record));
            List<RecordNumber> neverSent = new ArrayList<>(numbers);
            neverSent.removeAll(ends.get(role == Role.CLIENT ? Role.SERVER : Role.CLIENT).sent);
            acks.add(new Acknowledged(role, record.epoch(), numbers, neverSent));
        }

        @Override
        public void onReturnRoutabilityCheck(RecordView record) {
            throw new AssertionError(record);
        }

        @Override
        public void onChangeCipherSpec(RecordView record) {
            throw new AssertionError("DTLS 1.3 has no change_cipher_spec: " + record);
        }
    }

    private static RecordNumber number(RecordView record) {
        return new RecordNumber(record.epoch(), record.sequence());
    }

    private static Bytes content(RecordView record) {
        return Bytes.of(record.datagram(), record.payloadOffset(), record.payloadLength());
    }

    /** [RFC9147 §7] */
    private static List<RecordNumber> numbers(Bytes ack) {
        try {
            WireReader in = ack.reader();
            WireReader list = in.vector16("record_numbers");
            List<RecordNumber> numbers = new ArrayList<>();
            while (list.hasMore()) {
                numbers.add(new RecordNumber(list.u64("epoch"), list.u64("sequence_number")));
            }
            in.endOfMessage();
            return numbers;
        } catch (DecodeException malformed) {
            throw new AssertionError("ACK " + ack, malformed);
        }
    }

    private void said(Role by, AssembledMessage raw) throws ProtocolException {
        Said said = new Said(by, raw, decode(raw));
        messages.add(said);
        if (said.is(ClientHello.class) && capture.hasSecret("CLIENT_EARLY_TRAFFIC_SECRET", random())) {
            ends.get(by).install(EARLY, secret(by, EARLY));
        } else if (said.is(ServerHello.class)) {
            onServerHello((ServerHello) said.message().orElseThrow());
        } else if (said.is(KeyUpdate.class)) {
            onKeyUpdate(ends.get(by), raw.epoch());
        }
    }

    private static Optional<HandshakeMessage> decode(AssembledMessage raw) throws ProtocolException {
        return raw.type().toString().equals("EndOfEarlyData")
                ? Optional.empty() : Optional.of(HandshakeCodec.DTLS13.decode(raw.type(), raw.body().reader()));
    }

    private void onServerHello(ServerHello hello) {
        for (Role role : Role.values()) {
            ends.get(role).install(HANDSHAKE, secret(role, HANDSHAKE));
            ends.get(role).install(APPLICATION, secret(role, APPLICATION));
        }
        connectionId(hello.extensions()).ifPresent(servers -> { // [RFC9146 §3] each end says what it wants to see
            ends.get(Role.CLIENT).layer.receiveConnectionIds(agreed(servers));
            Extensions clients = message(Role.CLIENT, ClientHello.class).extensions();
            ends.get(Role.SERVER).layer.receiveConnectionIds(agreed(connectionId(clients).orElseThrow()));
        });
    }

    private static OurConnectionIds agreed(Bytes id) {
        return id.isEmpty() ? OurConnectionIds.NONE : OurConnectionIds.agreed(List.of(ConnectionId.of(id.toArray())));
    }

    /** The connection ID that these extensions ask for. */
    static Optional<Bytes> connectionId(Extensions extensions) {
        return extensions.list().stream().filter(each -> each.type().code() == CONNECTION_ID).findFirst().map(each -> {
            WireWriter out = new WireWriter();
            each.encode(out);
            Bytes encoded = out.toBytes();
            return encoded.slice(1, encoded.length() - 1);
        });
    }

    /** [RFC9147 §8] The next epoch; of two updates in one epoch the second changes nothing. */
    private void onKeyUpdate(End end, int epoch) {
        if (end.layer.canRead(epoch + 1)) {
            doubledKeyUpdates++;
        } else {
            end.install(epoch + 1, secret(end.role, epoch + 1));
        }
    }

    /** Gives what {@code by} protects {@code epoch} with: logged, or derived from what was. */
    TrafficSecret secret(Role by, int epoch) {
        if (epoch > APPLICATION) {
            return secret(by, epoch - 1).next();
        }
        String label = switch (epoch) {
            case EARLY -> "CLIENT_EARLY_TRAFFIC_SECRET";
            case HANDSHAKE -> by + "_HANDSHAKE_TRAFFIC_SECRET";
            default -> by + "_TRAFFIC_SECRET_0";
        };
        byte[] secret = capture.secret(label, random()).toArray();
        return TrafficSecret.of(Jca.PLATFORM, suite.hash(), SecretBytes.taking(secret));
    }

    Bytes random() {
        return message(Role.CLIENT, ClientHello.class).random();
    }

    /**
     * Our transcript of the handshake before the first message that {@code end} names; nothing that follows the client's
     * Finished is part of it.
     */
    Transcript transcript(Predicate<Said> end) {
        Transcript transcript = new Transcript();
        for (Said said : messages) {
            if (end.test(said)) {
                break;
            }
            if (said.is(HelloRetryRequest.class)) {
                transcript.begin(Jca.PLATFORM, suite.hash(), TranscriptFraming.DTLS13);
                transcript.replaceByMessageHash();
            } else if (said.is(ServerHello.class) && !transcript.hasBegun()) {
                transcript.begin(Jca.PLATFORM, suite.hash(), TranscriptFraming.DTLS13);
            }
            transcript.append(said.raw().type(), said.raw().messageSeq(), said.raw().body());
            if (said.by() == Role.CLIENT && said.is(Finished.class)) {
                break;
            }
        }
        return transcript;
    }

    ForeignCapture13 capture() {
        return capture;
    }

    CipherSuite suite() {
        return suite;
    }

    /** All messages in the order in which they became whole. */
    List<Said> messages() {
        return messages;
    }

    /** Those messages alone that are of this kind and by this end. */
    List<Said> messages(Role by, Class<? extends HandshakeMessage> kind) {
        return messages.stream().filter(said -> said.by() == by && said.is(kind)).toList();
    }

    /** The last message of this kind that {@code by} said: of hellos the one that counts. */
    <M extends HandshakeMessage> M message(Role by, Class<M> kind) {
        List<Said> all = messages(by, kind);
        return kind.cast(all.get(all.size() - 1).message().orElseThrow());
    }

    List<Acknowledged> acks() {
        return acks;
    }

    /** Application data and early data, in the order in which they came. */
    List<Content> data() {
        return data;
    }

    List<Content> alerts() {
        return alerts;
    }

    int fragments() {
        return fragments;
    }

    /** How often a second KeyUpdate came in one epoch. */
    int doubledKeyUpdates() {
        return doubledKeyUpdates;
    }

    /** Records that could not be opened. */
    long drops() {
        return ends.values().stream().mapToLong(end -> end.layer.counters().drops()).sum();
    }

    /** How many epochs {@code by} wrote in that were later than the first for application data. */
    int laterEpochs(Role by) {
        return (int) ends.get(by).sent.stream().mapToLong(RecordNumber::epoch).filter(epoch -> epoch > APPLICATION).distinct().count();
    }
}
