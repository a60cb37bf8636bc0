package io.puredtls.endpoint.explain;

import io.puredtls.crypto.hash.Prf;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.endpoint.explain.Part.Working;
import io.puredtls.extension.EncryptThenMac;
import io.puredtls.extension.ExtendedMasterSecret;
import io.puredtls.extension.Extension;
import io.puredtls.fragment.AssembledMessage;
import io.puredtls.message.Certificate12;
import io.puredtls.message.CertificateVerify;
import io.puredtls.message.Finished;
import io.puredtls.message.HandshakeMessage;
import io.puredtls.message.HandshakeType;
import io.puredtls.message.HelloVerifyRequest;
import io.puredtls.message.PskClientKeyExchange;
import io.puredtls.message.PskServerKeyExchange;
import io.puredtls.message.RawPublicKeyCertificate12;
import io.puredtls.message.ServerKeyExchange;
import io.puredtls.wire.Bytes;
import io.puredtls.wire.WireWriter;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** [RFC5246 §8] [RFC6347 §4.2] The course of a DTLS 1.2 handshake: the master secret and the transcript, message by message. */
final class Course12 implements Course {
    private static final int VERIFY_DATA_LENGTH = 12;
    private static final int MASTER_LENGTH = 48;

    private final Hellos hellos;
    private final MessageReader messages;
    private final CipherSuite suite;
    private final Protection12 protection;
    private final Optional<Bytes> master;
    private final Optional<Bytes> keyBlock;
    private final Opener opener;
    private final Said said;
    private final Signatures signatures = new Signatures();
    private final Set<Sender> finished = EnumSet.noneOf(Sender.class);
    private boolean keysTold;
    private String group = "";
    private String scheme = "";
    private Optional<PskClientKeyExchange> key = Optional.empty();

    Course12(Hellos hellos, CipherSuite suite, Secrets known) {
        this.hellos = hellos;
        this.messages = MessageReader.of(hellos);
        this.suite = suite;
        this.protection = Protection12.of(suite, isAgreed(EncryptThenMac.class));
        this.master = known.find("CLIENT_RANDOM", hellos.clientRandom()).filter(secret -> secret.length() == MASTER_LENGTH);
        this.keyBlock = hellos.serverHello().isEmpty() ? Optional.empty()
                : master.map(secret -> prf(secret, "key expansion", serverFirst(), protection.keyBlockLength()));
        this.opener = protection.opener(keyBlock);
        this.said = new Said(suite.hash(), false);
    }

    @Override
    public Opener opener() {
        return opener;
    }

    @Override
    public List<Value> facts() {
        List<Value> facts = new ArrayList<>();
        facts.add(Value.of("version", "DTLS 1.2"));
        facts.add(Value.of("cipher suite", suite.toString()));
        if (!group.isEmpty()) {
            facts.add(Value.of("group", group));
        }
        if (!scheme.isEmpty()) {
            facts.add(Value.of("authentication", "certificate, " + scheme));
        }
        if (suite.isKnown() && suite.isByKey()) {
            facts.add(Value.of("authentication", "pre-shared key"));
        }
        hellos.resumedBy().ifPresent(way -> facts.add(Value.of("authentication", "of the session that is resumed, by its " + way)));
        facts.add(Value.of("master secret", isExtended() ? "extended, bound to the handshake" : "bound to both randoms alone"));
        return facts;
    }

    private boolean isExtended() {
        return isAgreed(ExtendedMasterSecret.class);
    }

    private boolean isAgreed(Class<? extends Extension> kind) {
        return hellos.clientHello().flatMap(hello -> hello.find(kind)).isPresent()
                && hellos.serverHello().flatMap(hello -> hello.find(kind)).isPresent();
    }

    private Bytes prf(Bytes secret, String label, Bytes seed, int length) {
        try (SecretBytes from = SecretBytes.taking(secret.toArray());
                SecretBytes out = Prf.expand(Jca.PLATFORM, suite.hash(), from, label, seed.toArray(), length)) {
            return Bytes.of(out.view());
        }
    }

    private static Bytes joined(Bytes... parts) {
        WireWriter out = new WireWriter();
        for (Bytes part : parts) {
            out.fixed("", part);
        }
        return out.toBytes();
    }

    private Bytes serverFirst() {
        return joined(hellos.serverRandom(), hellos.clientRandom());
    }

    @Override
    public List<Part> onOpened(Sender from, Opened opened) {
        return keysTold || keyBlock.isEmpty() ? List.of() : List.of(keyBlock());
    }

    @Override
    public List<Part> onMessage(Sender from, AssembledMessage whole) {
        Optional<HandshakeMessage> read = messages.message(whole.type(), whole.body().toArray());
        if (finished.size() == 2 || whole.type().code() == 0) { // [RFC5246 §7.4.1.1] a HelloRequest does not count
            return List.of();
        }
        if (read.isPresent() && read.get() instanceof HelloVerifyRequest) {
            said.restart();
            return List.of(new Working("The transcript after HelloVerifyRequest", List.of(Derivation.of("Transcript-Hash", "RFC 6347 §4.2.6", "")
                    .remark("begins anew with the next ClientHello: neither the first one nor HelloVerifyRequest counts"))));
        }
        List<Part> parts = new ArrayList<>(read.map(message -> proofs(from, message)).orElse(List.of()));
        String name = switch (whole.type().toString()) {
            case "Certificate", "CertificateVerify", "Finished" -> from + " " + whole.type();
            default -> whole.type().toString();
        };
        said.add(name, whole.type().code(), whole.messageSeq(), whole.body());
        parts.add(new Working("The transcript after " + name, List.of(said.told())));
        if (whole.type().equals(HandshakeType.CLIENT_KEY_EXCHANGE)) {
            parts.add(masterSecret());
            parts.add(keyBlock());
        } else if (whole.type().equals(HandshakeType.SERVER_HELLO) && hellos.resumedBy().isPresent()) {
            parts.add(earlierMasterSecret());
            parts.add(keyBlock());
        }
        return parts;
    }

    private List<Part> proofs(Sender from, HandshakeMessage message) {
        if (message instanceof Certificate12 certificate && !certificate.certificateList().isEmpty()) {
            signatures.certificate(from, certificate.certificateList().get(0));
        } else if (message instanceof RawPublicKeyCertificate12 certificate && !certificate.subjectPublicKeyInfo().isEmpty()) {
            signatures.certificate(from, certificate.subjectPublicKeyInfo());
        } else if (message instanceof ServerKeyExchange exchange) {
            group = exchange.params().group().toString();
            scheme = exchange.algorithm().toString();
            return List.of(signedParams(exchange));
        } else if (message instanceof PskServerKeyExchange exchange) {
            group = exchange.params().map(params -> params.group().toString()).orElse("");
        } else if (message instanceof PskClientKeyExchange exchange) {
            key = Optional.of(exchange);
        } else if (message instanceof CertificateVerify verify) {
            return List.of(new Working("What the " + from + " signs", List.of(
                    Derivation.of("signature", "RFC 5246 §7.4.8", verify.algorithm() + "(private key of the " + from + ", handshake_messages)")
                            .with("handshake_messages", said.range()).gives(verify.signature())
                            .remark(signatures.check(from, verify.algorithm(), said.messages(), verify.signature())))));
        } else if (message instanceof Finished proof) {
            finished.add(from);
            return List.of(verifyData(from, proof));
        }
        return List.of();
    }

    /** [RFC8422 §5.4] */
    private Working signedParams(ServerKeyExchange exchange) {
        WireWriter params = new WireWriter();
        exchange.params().encode(params);
        Bytes clientRandom = hellos.clientRandom();
        Bytes content = joined(clientRandom, hellos.serverRandom(), params.toBytes());
        return new Working("What the server signs", List.of(
                Derivation.of("content", "RFC 8422 §5.4", "client_random + server_random + ServerECDHParams").with("client_random", clientRandom)
                        .with("server_random", hellos.serverRandom()).with("ServerECDHParams", params.toBytes()).gives(content),
                Derivation.of("signature", "RFC 8422 §5.4", exchange.algorithm() + "(private key of the server, content)").gives(exchange.signature())
                        .remark(signatures.check(Sender.SERVER, exchange.algorithm(), content.toArray(), exchange.signature()))));
    }

    private Derivation preMasterSecret() {
        if (key.isEmpty()) {
            return Derivation.of("pre_master_secret", "RFC 8422 §5.10", "what both shares agree on");
        }
        return key.get().share().isPresent()
                ? Derivation.of("pre_master_secret", "RFC 5489 §2", "length (2) + what both shares agree on + length (2) + psk")
                : Derivation.of("pre_master_secret", "RFC 4279 §2", "length (2) + as many zeros as psk has bytes + length (2) + psk");
    }

    private Working masterSecret() {
        Derivation agreed = preMasterSecret().remark("only the two ends know it");
        Derivation secret = isExtended()
                ? Derivation.of("master_secret", "RFC 7627 §4", "PRF(pre_master_secret, \"extended master secret\", session_hash)[0..47]")
                        .with("session_hash", said.hash())
                : Derivation.of("master_secret", "RFC 5246 §8.1", "PRF(pre_master_secret, \"master secret\", client_random + server_random)[0..47]")
                        .with("client_random + server_random", joined(hellos.clientRandom(), hellos.serverRandom()));
        return new Working("The master secret", List.of(
                agreed, secret.gives(master).remark(master.isPresent() ? "from the key log" : "not in the key log")));
    }

    private Working earlierMasterSecret() {
        return new Working("The master secret", List.of(Derivation.of("master_secret", "RFC 5246 §7.3", "that of the session that is resumed")
                .gives(master).remark(master.isPresent() ? "from the key log" : "not in the key log")));
    }

    /** [RFC5246 §6.3] */
    private Working keyBlock() {
        keysTold = true;
        Derivation block = Derivation.of("key_block", "RFC 5246 §6.3", "PRF(master_secret, \"key expansion\", server_random + client_random)")
                .with("server_random + client_random", serverFirst()).gives(keyBlock);
        if (keyBlock.isEmpty()) {
            return new Working("The keys of epoch 1", List.of(block.remark("cannot be told without the master secret")));
        }
        List<Derivation> steps = new ArrayList<>(List.of(block));
        steps.addAll(protection.cut(keyBlock.get()));
        return new Working("The keys of epoch 1", steps);
    }

    private Working verifyData(Sender from, Finished proof) {
        String label = from + " finished";
        Derivation step = Derivation.of("verify_data", "RFC 5246 §7.4.9", "PRF(master_secret, \"" + label + "\", Hash(handshake_messages))[0..11]")
                .with("Hash(handshake_messages)", said.hash());
        if (master.isPresent()) {
            Bytes expected = prf(master.get(), label, said.hash(), VERIFY_DATA_LENGTH);
            step = step.gives(expected).remark(expected.equals(proof.verifyData()) ? "as received" : "not what was received");
        }
        return new Working("What the " + from + "'s Finished must say", List.of(step));
    }
}
