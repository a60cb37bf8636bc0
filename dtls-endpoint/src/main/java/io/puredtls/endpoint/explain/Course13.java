package io.puredtls.endpoint.explain;

import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.endpoint.explain.Part.Working;
import io.puredtls.extension.PreSharedKeys;
import io.puredtls.extension.SelectedPsk;
import io.puredtls.extension.ServerKeyShare;
import io.puredtls.fragment.AssembledMessage;
import io.puredtls.message.Certificate13;
import io.puredtls.message.CertificateRequest13;
import io.puredtls.message.CertificateVerify;
import io.puredtls.message.ClientHello;
import io.puredtls.message.Finished;
import io.puredtls.message.HandshakeMessage;
import io.puredtls.message.HelloRetryRequest;
import io.puredtls.message.KeyUpdate;
import io.puredtls.message.NewSessionTicket;
import io.puredtls.message.ServerHello;
import io.puredtls.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** [RFC9846 §7] [RFC9147 §5] The course of a DTLS 1.3 handshake: the key schedule and the transcript, message by message. */
final class Course13 implements Course {
    private static final String RESUMPTION = "resumption_secret";

    private final Hellos hellos;
    private final CipherSuite suite;
    private final Schedule13 schedule;
    private final Map<Sender, TrafficSecrets> secrets = new EnumMap<>(Sender.class);
    private final Optional<Bytes> exporterSecret;
    private final Opener13 opener;
    private final Set<String> told = new HashSet<>(); // secrets whose keys were told of
    private final Signatures signatures = new Signatures();
    private final Said handshake;
    private Optional<Said> later = Optional.empty(); // of an authentication after the handshake
    private boolean complete;
    private String scheme = "";

    Course13(Hellos hellos, CipherSuite suite, Secrets known) {
        this.hellos = hellos;
        this.suite = suite;
        this.schedule = new Schedule13(suite);
        for (Sender from : Sender.values()) {
            secrets.put(from, new TrafficSecrets(from, schedule, known, hellos.clientRandom()));
        }
        this.exporterSecret = known.find("EXPORTER_SECRET", hellos.clientRandom());
        this.opener = new Opener13(suite.aead(), secrets);
        this.handshake = new Said(suite.hash(), true);
    }

    @Override
    public Opener opener() {
        return opener;
    }

    @Override
    public List<Value> facts() {
        List<Value> facts = new ArrayList<>();
        facts.add(Value.of("version", "DTLS 1.3"));
        facts.add(Value.of("cipher suite", suite.toString()));
        hellos.serverHello().flatMap(hello -> hello.find(ServerKeyShare.class))
                .ifPresent(share -> facts.add(Value.of("group", share.serverShare().group().toString())));
        facts.add(Value.of("authentication", isPsk() ? "pre-shared key" : scheme.isEmpty() ? "certificate" : "certificate, " + scheme));
        return facts;
    }

    private boolean isPsk() {
        return hellos.serverHello().flatMap(hello -> hello.find(SelectedPsk.class)).isPresent();
    }

    @Override
    public List<Part> onOpened(Sender from, Opened opened) {
        String name = secrets.get(from).name(opened.epoch());
        Optional<Keys13> keys = secrets.get(from).keys(opened.epoch());
        if (keys.isEmpty() || told.contains(name)) {
            return List.of();
        }
        told.add(name);
        List<Derivation> steps = new ArrayList<>();
        if (opened.epoch() == TrafficSecrets.EARLY) {
            steps.add(schedule.derived(name, "Early Secret", "c e traffic", "ClientHello", handshake.hash(), keys.map(Keys13::secret)));
        } else if (opened.epoch() > TrafficSecrets.APPLICATION) {
            steps.add(updated(from, opened.epoch(), keys.get()));
        }
        steps.addAll(schedule.keys(keys.get()));
        return List.of(new Working("The " + from + "'s keys of epoch " + opened.epoch(), steps));
    }

    /** [RFC9846 §7.2] */
    private Derivation updated(Sender from, int epoch, Keys13 keys) {
        Derivation step = schedule.expanded(keys.secretName(), "RFC 9846 §7.2", secrets.get(from).secret(epoch - 1), "traffic upd", schedule.hashLength());
        return secrets.get(from).logged(epoch).isEmpty() ? step : step.remark(
                step.output().equals(Optional.of(keys.secret())) ? "as the key log has it" : "not what the key log has");
    }

    @Override
    public List<Part> onMessage(Sender from, AssembledMessage whole) {
        Optional<HandshakeMessage> read = MessageReader.DTLS13.message(whole.type(), whole.body().toArray());
        if (complete) {
            return afterwards(from, whole, read);
        }
        List<Part> parts = new ArrayList<>();
        String title = whole.type().toString();
        if (read.isPresent() && read.get() instanceof HelloRetryRequest) {
            title = "HelloRetryRequest";
            handshake.replaceByMessageHash();
        } else if (read.isPresent() && read.get() instanceof ClientHello hello) {
            title = handshake.isEmpty() ? "ClientHello" : "ClientHello2";
            hello.find(PreSharedKeys.class).ifPresent(keys -> parts.add(binders(hello, keys, whole)));
        }
        parts.addAll(proofs(from, whole, read, handshake, TrafficSecrets.HANDSHAKE));
        handshake.add(named(from, title), whole.type().code(), whole.messageSeq(), whole.body());
        List<Derivation> after = new ArrayList<>(List.of(handshake.told()));
        parts.add(new Working("The transcript after " + named(from, title), after));
        if (read.isPresent() && read.get() instanceof ServerHello) {
            parts.addAll(handshakeKeys());
        } else if (read.isPresent() && read.get() instanceof Finished) {
            parts.add(from == Sender.SERVER ? applicationKeys() : resumption());
            complete = from == Sender.CLIENT;
        }
        return parts;
    }

    private static String named(Sender from, String title) {
        return switch (title) {
            case "Certificate", "CertificateVerify", "Finished" -> from + " " + title;
            default -> title;
        };
    }

    /** [RFC9846 §4.3.11.2] */
    private Working binders(ClientHello hello, PreSharedKeys keys, AssembledMessage whole) {
        int covered = whole.body().length() - keys.bindersLength();
        Bytes hash = handshake.hashWithTruncated(whole.type().code(), whole.body().length(), whole.body().slice(0, covered));
        return new Working("The binders of the pre-shared keys", List.of(
                Derivation.of("Early Secret", "RFC 9846 §7.1", "HKDF-Extract(0, PSK)").remark("not in the key log"),
                Derivation.of("binder_key", "RFC 9846 §7.1", "Derive-Secret(Early Secret, \"ext binder\" | \"res binder\", \"\")").remark("not in the key log"),
                Derivation.of("PskBinderEntry", "RFC 9846 §4.3.11.2", "HMAC(finished_key of binder_key, Transcript-Hash(Truncate(ClientHello)))")
                        .with("Transcript-Hash", hash).gives(keys.binders().get(0))
                        .remark("as it stands in the hello, which is hashed without its binders")));
    }

    private List<Part> handshakeKeys() {
        List<Derivation> steps = new ArrayList<>(schedule.toHandshakeSecret(isPsk()));
        for (Sender from : Sender.values()) {
            addSecret(from, TrafficSecrets.HANDSHAKE, "Handshake Secret", from == Sender.CLIENT ? "c hs traffic" : "s hs traffic", steps);
        }
        return List.of(new Working("Key schedule: from the hellos to the handshake keys (epoch 2)", steps));
    }

    private void addSecret(Sender from, int epoch, String of, String label, List<Derivation> steps) {
        TrafficSecrets own = secrets.get(from);
        steps.add(schedule.derived(own.name(epoch), of, label, handshake.range(), handshake.hash(), own.logged(epoch)));
        own.keys(epoch).ifPresent(keys -> {
            told.add(own.name(epoch));
            steps.addAll(schedule.keys(keys));
        });
    }

    private Working applicationKeys() {
        List<Derivation> steps = new ArrayList<>(List.of(
                Derivation.of("(derived)", "RFC 9846 §7.1", "Derive-Secret(Handshake Secret, \"derived\", \"\")")
                        .with(Schedule13.hkdfLabel("derived", "the hash of nothing", schedule.emptyHash(), schedule.hashLength())).remark("not in the key log"),
                Derivation.of("Main Secret", "RFC 9846 §7.1", "HKDF-Extract((derived), 0)").remark("not in the key log")));
        for (Sender from : Sender.values()) {
            addSecret(from, TrafficSecrets.APPLICATION, "Main Secret", from == Sender.CLIENT ? "c ap traffic" : "s ap traffic", steps);
        }
        steps.add(schedule.derived("exporter_secret", "Main Secret", "exp master", handshake.range(), handshake.hash(), exporterSecret));
        return new Working("Key schedule: from the server's Finished to the application keys (epoch 3)", steps);
    }

    private Working resumption() {
        return new Working("Key schedule: what tickets will come from", List.of(
                schedule.derived(RESUMPTION, "Main Secret", "res master", handshake.range(), handshake.hash(), Optional.empty())));
    }

    /** What a message proves, before it is part of what was said itself. */
    private List<Part> proofs(Sender from, AssembledMessage whole, Optional<HandshakeMessage> read, Said said, int epoch) {
        if (read.isPresent() && read.get() instanceof Certificate13 certificate && !certificate.certificateList().isEmpty()) {
            signatures.certificate(from, certificate.certificateList().get(0).certData());
        } else if (read.isPresent() && read.get() instanceof CertificateVerify verify) {
            return List.of(signed(from, verify, said));
        } else if (read.isPresent() && read.get() instanceof Finished finished) {
            return List.of(new Working("What the " + from + "'s Finished must say",
                    schedule.verifyData(secrets.get(from).secret(epoch), said.range(), said.hash(), finished.verifyData())));
        }
        return List.of();
    }

    /** [RFC9846 §4.5.2] */
    private Working signed(Sender from, CertificateVerify verify, Said said) {
        if (from == Sender.SERVER) {
            scheme = verify.algorithm().toString();
        }
        byte[] context = ("TLS 1.3, " + from + " CertificateVerify").getBytes(StandardCharsets.US_ASCII);
        byte[] hash = said.hash().toArray();
        byte[] content = new byte[64 + context.length + 1 + hash.length];
        Arrays.fill(content, 0, 64, (byte) ' ');
        System.arraycopy(context, 0, content, 64, context.length);
        System.arraycopy(hash, 0, content, 64 + context.length + 1, hash.length);
        return new Working("What the " + from + " signs", List.of(
                Derivation.of("content", "RFC 9846 §4.5.2", "64 spaces + \"TLS 1.3, " + from + " CertificateVerify\" + 00 + Transcript-Hash(" + said.range() + ")")
                        .with("Transcript-Hash", said.hash()).gives(Bytes.of(content)),
                Derivation.of("signature", "RFC 9846 §4.5.2", verify.algorithm() + "(private key of the " + from + ", content)").gives(verify.signature())
                        .remark(signatures.check(from, verify.algorithm(), content, verify.signature()))));
    }

    /** [RFC9846 §4.7] */
    private List<Part> afterwards(Sender from, AssembledMessage whole, Optional<HandshakeMessage> read) {
        if (read.isEmpty()) {
            return List.of();
        }
        if (read.get() instanceof NewSessionTicket ticket) {
            return List.of(new Working("The pre-shared key of this ticket", List.of(
                    Derivation.of("PSK", "RFC 9846 §4.7.1", "HKDF-Expand-Label(" + RESUMPTION + ", \"resumption\", ticket_nonce, Hash.length)")
                            .with(Schedule13.hkdfLabel("resumption", "ticket_nonce", ticket.ticketNonce(), schedule.hashLength()))
                            .remark("not in the key log"))));
        }
        if (read.get() instanceof KeyUpdate) {
            return List.of(new Working("What this KeyUpdate leads to", List.of(
                    Derivation.of(from + "_application_traffic_secret_N+1", "RFC 9846 §7.2",
                            "HKDF-Expand-Label(" + from + "_application_traffic_secret_N, \"traffic upd\", \"\", Hash.length)")
                            .remark("its keys protect the " + from + "'s next epoch, which begins once this message was acknowledged"))));
        }
        return authentication(from, whole, read);
    }

    /** [RFC9846 §4.7.2] An authentication after the handshake goes on from the handshake's transcript, each one anew. */
    private List<Part> authentication(Sender from, AssembledMessage whole, Optional<HandshakeMessage> read) {
        if (read.get() instanceof CertificateRequest13) {
            later = Optional.of(handshake.copy());
        }
        if (later.isEmpty()) {
            return List.of();
        }
        Said said = later.get();
        List<Part> parts = new ArrayList<>(proofs(from, whole, read, said, TrafficSecrets.APPLICATION));
        said.add(whole.type() + " after the handshake", whole.type().code(), whole.messageSeq(), whole.body());
        parts.add(new Working("The transcript after " + whole.type(), List.of(said.told())));
        return parts;
    }
}
