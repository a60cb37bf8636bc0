package io.puredtls.engine;

import io.puredtls.config.AntiReplay;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.CookiePolicy;
import io.puredtls.config.EarlyDataOffer;
import io.puredtls.config.EarlyDataPolicy;
import io.puredtls.config.PostHandshakeAuthentication;
import io.puredtls.config.PskStore;
import io.puredtls.config.TicketPolicy;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.event.EngineEvent;
import io.puredtls.session.PreSharedKey;
import io.puredtls.session.Session13;
import io.puredtls.session.TicketKeys;
import io.puredtls.simulator.End;
import io.puredtls.simulator.Pair;
import io.puredtls.simulator.SeededEntropy;
import io.puredtls.trust.TrustPolicy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.LongFunction;

/** The kinds of DTLS 1.3 handshakes, each as a pair of ends that has not started, and without a handshake limit. */
enum Families13 {
    GATE(Families13::plain),
    NO_GATE(seed -> plain(seed).withoutGate()),
    GROUP_RETRY(seed -> otherGroups(plain(seed)).withoutGate()),
    COOKIE_AND_GROUP(seed -> otherGroups(plain(seed))),
    CLIENT_CERTIFICATE(seed -> plain(seed)
            .client(client -> client.identity(Given.CLIENT))
            .server(server -> server.clientAuthentication(ClientAuthentication.REQUIRED, Given.ANYONE))),
    RESUMPTION(seed -> resuming(seed, Earlier.SESSION)),
    EXTERNAL_KEY(seed -> plain(seed)
            .client(client -> client.preSharedKeys(Given.KEY)).server(server -> server.preSharedKeys(PskStore.of(Given.KEY)))),
    SMALLEST_MTU(seed -> plain(seed).client(client -> client.mtu(256)).server(server -> server.mtu(256))),
    EARLY_DATA(seed -> early(seed, CookiePolicy.NEVER)),
    EARLY_DATA_BY_TICKET(seed -> early(seed, CookiePolicy.EXCEPT_RESUMED)),
    EARLY_DATA_AFTER_RETRY(seed -> resuming(seed, Earlier.EARLY_SESSION).client(client -> client.earlyData(EarlyDataOffer.OFFERED))),
    EARLY_DATA_REFUSED(seed -> resuming(seed, Earlier.EARLY_SESSION)
            .client(client -> client.earlyData(EarlyDataOffer.OFFERED)).server(server -> server.cookiePolicy(CookiePolicy.NEVER)));

    static final TrustPolicy ANYONE = Given.ANYONE;
    static final Credentials CLIENT = Given.CLIENT;
    static final EarlyDataPolicy ACCEPTED = Given.ACCEPTED;
    static final byte[] EARLY = "early".getBytes(StandardCharsets.UTF_8);

    /** What all have in common; here, as constants may use it before this type's own are there. */
    private static final class Given {
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

    Families13(LongFunction<Pair> pairs) {
        this.pairs = pairs;
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

    boolean offersEarlyData() {
        return ordinal() >= EARLY_DATA.ordinal();
    }

    boolean takesEarlyData() {
        return this == EARLY_DATA || this == EARLY_DATA_BY_TICKET;
    }

    /** The secrets that engines are lent. */
    static Object[] lent() {
        return new Object[] {Given.KEY.key(), Earlier.SESSION.psk(), Earlier.EARLY_SESSION.psk()};
    }

    /** What its servers give tickets by. */
    static TicketPolicy tickets() {
        return Given.TICKETS;
    }

    /** A full handshake behind the gate. */
    static Pair plain(long seed) {
        return Pair.dtls13(seed).client(client -> client.withoutHandshakeLimit())
                .server(server -> server.withoutHandshakeLimit().tickets(Given.TICKETS));
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
                .map(event -> ((EngineEvent.Resumable) event).session()).toList();
    }
}
