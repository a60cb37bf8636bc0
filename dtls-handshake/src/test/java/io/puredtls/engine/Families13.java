package io.puredtls.engine;

import io.puredtls.config.AntiReplay;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.CookiePolicy;
import io.puredtls.config.EarlyDataOffer;
import io.puredtls.config.EarlyDataPolicy;
import io.puredtls.config.KeyShareOffer;
import io.puredtls.config.PostHandshakeAuthentication;
import io.puredtls.config.PskStore;
import io.puredtls.config.TicketPolicy;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.event.EngineEvent;
import io.puredtls.session.PreSharedKey;
import io.puredtls.session.Session13;
import io.puredtls.session.SessionInfo;
import io.puredtls.session.TicketKeys;
import io.puredtls.simulator.End;
import io.puredtls.simulator.Pair;
import io.puredtls.simulator.SeededEntropy;
import io.puredtls.trust.TrustPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.LongFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;

/** The kinds of DTLS 1.3 handshakes, each as a pair of ends that has not started, and without a handshake limit. */
enum Families13 {
    GATE(Families13::plain, Seen::retry),
    NO_GATE(seed -> plain(seed).withoutGate(), Seen::noRetry),
    GROUP_RETRY(seed -> otherGroups(plain(seed)).withoutGate(), Families13::otherGroup),
    COOKIE_AND_GROUP(seed -> otherGroups(plain(seed)), Families13::otherGroup),
    CLIENT_CERTIFICATE(seed -> plain(seed)
            .client(client -> client.identity(Given.CLIENT))
            .server(server -> server.clientAuthentication(ClientAuthentication.REQUIRED, Given.ANYONE)), Seen::clientCertificate),
    RESUMPTION(seed -> resuming(seed, Earlier.SESSION), Families13::resumed),
    EXTERNAL_KEY(seed -> plain(seed)
            .client(client -> client.preSharedKeys(Given.KEY)).server(server -> server.preSharedKeys(PskStore.of(Given.KEY))),
            pair -> Seen.both(pair, Optional.empty(), SessionInfo::signatureScheme)),
    SMALLEST_MTU(seed -> smallest(plain(seed)), pair -> Seen.mtu(pair, Given.SMALLEST)),
    /** A stand-in for a hello with a share of ML-KEM, for a JDK without it: names of protocols make it as long. */
    LONG_HELLO(seed -> longHello(plain(seed)), pair -> {
        Seen.retry(pair);
        Seen.helloInPieces(pair, 0);
        Seen.helloInPieces(pair, 1);
    }),
    LONG_HELLO_NO_GATE(seed -> longHello(plain(seed)).withoutGate(), pair -> {
        Seen.noRetry(pair);
        Seen.helloInPieces(pair, 0);
    }),
    HYBRID(seed -> hybrid(plain(seed)), pair -> {
        hybridGroup(pair);
        Seen.retry(pair);
        Seen.helloInPieces(pair, 1); // only there the share is
    }),
    HYBRID_FIRST(seed -> hybridFirst(plain(seed)), pair -> {
        hybridGroup(pair);
        Seen.retry(pair);
        Seen.helloInPieces(pair, 0);
    }),
    HYBRID_NO_COOKIE(seed -> hybridFirst(plain(seed)).server(server -> server.cookiePolicy(CookiePolicy.NEVER)),
            Families13::hybridAtOnce),
    HYBRID_NO_GATE(seed -> hybridFirst(plain(seed)).withoutGate(), Families13::hybridAtOnce),
    HYBRID_SMALLEST_MTU(seed -> smallest(hybridFirst(plain(seed)).withoutGate()), pair -> {
        hybridAtOnce(pair);
        Seen.mtu(pair, Given.SMALLEST);
    }),
    EARLY_DATA(seed -> early(seed, CookiePolicy.NEVER), Families13::earlyDataTaken),
    EARLY_DATA_BY_TICKET(seed -> early(seed, CookiePolicy.EXCEPT_RESUMED), Families13::earlyDataTaken),
    EARLY_DATA_AFTER_RETRY(seed -> resuming(seed, Earlier.EARLY_SESSION).client(client -> client.earlyData(EarlyDataOffer.OFFERED)),
            pair -> {
                earlyDataRefused(pair);
                Seen.retry(pair);
            }),
    EARLY_DATA_REFUSED(seed -> resuming(seed, Earlier.EARLY_SESSION)
            .client(client -> client.earlyData(EarlyDataOffer.OFFERED)).server(server -> server.cookiePolicy(CookiePolicy.NEVER)),
            pair -> {
                earlyDataRefused(pair);
                Seen.noRetry(pair);
            });

    /** The least that a path may carry here; hellos, certificates and flights are all cut. */
    static final int SMALLEST = Given.SMALLEST;
    static final TrustPolicy ANYONE = Given.ANYONE;
    static final Credentials CLIENT = Given.CLIENT;
    static final EarlyDataPolicy ACCEPTED = Given.ACCEPTED;
    static final byte[] EARLY = "early".getBytes(StandardCharsets.UTF_8);

    /** What all have in common; here, as constants may use it before this type's own are there. */
    private static final class Given {
        private static final int SMALLEST = 256;
        private static final TrustPolicy ANYONE = TrustPolicy.dangerouslyTrustAnyone();
        private static final Credentials CLIENT = SelfSigned.ecdsaP256("client.test");
        private static final PreSharedKey KEY = PreSharedKey.of(
                "name".getBytes(StandardCharsets.UTF_8), "a key of thirty-two bytes, random".getBytes(StandardCharsets.UTF_8));
        private static final AntiReplay FORGETFUL = (hello, now) -> true; // one ticket serves many trials
        private static final EarlyDataPolicy ACCEPTED = EarlyDataPolicy.of(1000, FORGETFUL);
        private static final TicketPolicy TICKETS =
                TicketPolicy.sealedBy(TicketKeys.shared(new SeededEntropy(13), List.of(new byte[TicketKeys.KEY_MATERIAL])));
    }

    /** What was agreed on before. */
    private static final class Earlier {
        private static final Session13 SESSION = session(plain(0));
        private static final Session13 EARLY_SESSION =
                session(plain(0).server(server -> server.cookiePolicy(CookiePolicy.NEVER).earlyData(Given.ACCEPTED)));
    }

    private final LongFunction<Pair> pairs;
    private final Consumer<Pair> seen;

    Families13(LongFunction<Pair> pairs, Consumer<Pair> seen) {
        this.pairs = pairs;
        this.seen = seen;
    }

    /** Skips a test of a family that this JDK cannot play, and says so. */
    void assumeAvailable() {
        Assumptions.assumeTrue(!name().startsWith("HYBRID") || NamedGroup.X25519MLKEM768.isAvailable(Jca.PLATFORM),
                () -> "SKIPPED: " + this + ", as this JDK has no ML-KEM");
    }

    /** Two ends, not started. */
    Pair pair(long seed) {
        return pairs.apply(seed);
    }

    /** Starts them; a client that may sends early data at once. */
    Pair start(Pair pair) {
        pair.start();
        if (offersEarlyData()) {
            pair.sendEarly(EARLY);
        }
        return pair;
    }

    /** Both ends connected, with equal exporters; data goes both ways; and the handshake was what this family's name says. */
    void check(Pair pair) {
        Agreement.checkAndTalk(pair);
        seen.accept(pair);
    }

    boolean offersEarlyData() {
        return ordinal() >= EARLY_DATA.ordinal();
    }

    boolean takesEarlyData() {
        return this == EARLY_DATA || this == EARLY_DATA_BY_TICKET;
    }

    private static void otherGroup(Pair pair) {
        Seen.group(pair, NamedGroup.SECP256R1);
        Seen.retry(pair);
    }

    private static void resumed(Pair pair) {
        Seen.both(pair, true, SessionInfo::resumed);
    }

    private static void hybridGroup(Pair pair) {
        Seen.group(pair, NamedGroup.X25519MLKEM768);
    }

    private static void hybridAtOnce(Pair pair) {
        hybridGroup(pair);
        Seen.noRetry(pair);
        Seen.helloInPieces(pair, 0);
    }

    private static void earlyDataTaken(Pair pair) {
        resumed(pair);
        Seen.earlyData(pair, true);
        Seen.noRetry(pair);
    }

    private static void earlyDataRefused(Pair pair) {
        resumed(pair);
        Seen.earlyData(pair, false);
    }

    /** The secrets that engines are lent. */
    static Object[] lent() {
        return new Object[] {Given.KEY.key(), Earlier.SESSION.psk(), Earlier.EARLY_SESSION.psk()};
    }

    /** What its servers give tickets by. */
    static TicketPolicy tickets() {
        return Given.TICKETS;
    }

    /**
     * A full handshake behind the gate. The groups are said, as a JDK with ML-KEM would ask for a second hello where others need
     * none.
     */
    static Pair plain(long seed) {
        List<NamedGroup> groups = List.of(NamedGroup.X25519, NamedGroup.SECP256R1);
        return Pair.dtls13(seed).client(client -> client.withoutHandshakeLimit().groups(groups))
                .server(server -> server.withoutHandshakeLimit().groups(groups).tickets(Given.TICKETS));
    }

    /** A server that may ask for a certificate at any time, and a client that shows one. */
    static Pair authenticating(long seed) {
        return plain(seed)
                .client(client -> client.identity(Given.CLIENT).postHandshakeAuthentication(PostHandshakeAuthentication.OFFERED))
                .server(server -> server.clientAuthentication(ClientAuthentication.NONE, Given.ANYONE));
    }

    private static Pair otherGroups(Pair pair) {
        return pair.client(client -> client.groups(List.of(NamedGroup.X25519, NamedGroup.SECP256R1)))
                .server(server -> server.groups(List.of(NamedGroup.SECP256R1)));
    }

    /** Datagrams of at most {@link #SMALLEST} bytes from both ends. */
    static Pair smallest(Pair pair) {
        return pair.client(client -> client.mtu(SMALLEST)).server(server -> server.mtu(SMALLEST));
    }

    private static Pair longHello(Pair pair) {
        String[] protocols = IntStream.range(0, 6).mapToObj(i -> i + "p".repeat(240)).toArray(String[]::new);
        return pair.client(client -> client.applicationProtocols(protocols));
    }

    private static Pair hybrid(Pair pair) {
        List<NamedGroup> groups = List.of(NamedGroup.X25519MLKEM768, NamedGroup.X25519);
        return pair.client(client -> client.groups(groups)).server(server -> server.groups(groups));
    }

    private static Pair hybridFirst(Pair pair) {
        return hybrid(pair).client(client -> client.keyShares(KeyShareOffer.FIRST_FLIGHT));
    }

    private static Pair resuming(long seed, Session13 session) {
        return plain(seed).client(client -> client.resume(session));
    }

    private static Pair early(long seed, CookiePolicy cookies) {
        return resuming(seed, Earlier.EARLY_SESSION).client(client -> client.earlyData(EarlyDataOffer.OFFERED))
                .server(server -> server.cookiePolicy(cookies).earlyData(Given.ACCEPTED));
    }

    /** The session of the first ticket of a clean connection. */
    static Session13 session(Pair pair) {
        pair.connect().drive(Duration.ofSeconds(1));
        return sessions(pair.client()).get(0);
    }

    static List<Session13> sessions(End client) {
        return client.events().stream().filter(EngineEvent.Resumable.class::isInstance)
                .map(event -> (Session13) ((EngineEvent.Resumable) event).session()).toList();
    }
}
