package io.puredtls.dtls13.server;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.authentication.EarlierTrust;
import io.puredtls.authentication.TicketIssuer;
import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.kex.PskKind;
import io.puredtls.crypto.schedule13.EarlySecret;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.extension.PreSharedKeys;
import io.puredtls.extension.PskIdentity;
import io.puredtls.extension.ServerName;
import io.puredtls.message.ClientHello;
import io.puredtls.negotiate.ServerNegotiation13;
import io.puredtls.session.PeerIdentity;
import io.puredtls.session.PreSharedKey;
import io.puredtls.session.Session13;
import io.puredtls.transcript.Transcript;
import io.puredtls.trust.Expectation;
import io.puredtls.trust.Purpose;
import io.puredtls.trust.ReferenceIdentity;
import io.puredtls.wire.Bytes;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;

/**
 * [RFC9846 §4.3.11] Which of the client's pre-shared keys is used: the first that we know and that goes with the suite. Its
 * binder must be right; those of others are not looked at.
 */
final class KeySelection {
    private final ServerConfig config;
    private final ClientHello hello;
    private final CipherSuite suite;

    private KeySelection(ServerConfig config, ClientHello hello, CipherSuite suite) {
        this.config = config;
        this.hello = hello;
        this.suite = suite;
    }

    /** @param body the hello as it came */
    static Optional<ChosenKey> choose(ServerConfig config, ClientHello hello, CipherSuite suite, Bytes body, Transcript transcript)
            throws ProtocolException {
        return new KeySelection(config, hello, suite).choose(body, transcript);
    }

    /** The names that the application is to be asked about before anything is chosen. */
    static List<Bytes> toBeAskedFor(ServerConfig config, ClientHello hello) throws ProtocolException {
        ServerNegotiation13 negotiation = ServerNegotiation13.of(hello, config);
        if (!config.preSharedKeys().isAsked() || !hello.extensions().has(PreSharedKeys.class) || !negotiation.mayUseKey()) {
            return List.of();
        }
        return negotiation.identities().stream().map(PskIdentity::identity).toList();
    }

    private Optional<ChosenKey> choose(Bytes body, Transcript transcript) throws ProtocolException {
        Optional<PreSharedKeys> offered = hello.find(PreSharedKeys.class);
        ServerNegotiation13 negotiation = ServerNegotiation13.of(hello, config);
        if (offered.isEmpty() || !negotiation.mayUseKey()) {
            return Optional.empty();
        }
        List<PskIdentity> identities = negotiation.identities();
        for (int i = 0; i < identities.size(); i++) {
            Bytes identity = identities.get(i).identity();
            Optional<Candidate> candidate = find(identity);
            // [RFC9846 §4.3.11#6] [RFC9846 §4.3.11#7]
            if (candidate.isPresent()) {
                return redeemed(identity, verify(i, candidate.get(), offered.get(), body, transcript));
            }
        }
        return Optional.empty();
    }

    /** A ticket is used up only by who has its key, which anybody who saw the ticket has not. Another server may be faster. */
    private Optional<ChosenKey> redeemed(Bytes identity, ChosenKey chosen) {
        if (chosen.session().isPresent() && !TicketIssuer.redeem(config, identity)) {
            chosen.close();
            return Optional.empty();
        }
        return Optional.of(chosen);
    }

    private record Candidate(EarlySecret secret, PskKind kind, Optional<Session13> session, Optional<Bytes> identity) {
    }

    private Optional<Candidate> find(Bytes identity) {
        Jca jca = config.settings().jca();
        Optional<PreSharedKey> known = config.preSharedKeys().find(identity);
        if (known.isPresent()) {
            PreSharedKey key = known.get();
            // [RFC9846 §4.3.11#4] [RFC9846 §4.3.11#1]
            return key.hash() == suite.hash()
                    ? Optional.of(new Candidate(EarlySecret.of(jca, key.hash(), key.key()), key.kind(), Optional.empty(), Optional.of(key.externalIdentity())))
                    : Optional.empty();
        }
        Optional<Session13> session = TicketIssuer.find(config, Session13.class, identity, config.settings().clock().millis());
        if (session.isPresent() && !fits(session.get())) {
            session.get().close();
            return Optional.empty();
        }
        return session.map(each ->
                new Candidate(EarlySecret.of(jca, suite.hash(), each.psk()), PskKind.RESUMPTION, session, Optional.empty()));
    }

    /** [RFC9846 §4.7.1] Of the same hash, for the same name; and no way around authentication that is demanded. */
    private boolean fits(Session13 session) {
        boolean authenticated = config.clientAuthentication() != ClientAuthentication.REQUIRED || session.peer().isKnown();
        // [RFC9846 §4.7.1#4]
        return session.suite().hash() == suite.hash()
                && session.serverName().equals(hello.find(ServerName.class).map(ServerName::hostName)) && authenticated
                && isAsTrusted(session.peer());
    }

    private boolean isAsTrusted(PeerIdentity peer) {
        return EarlierTrust.isEnough(peer, config.clientTrust(), new Expectation(
                Purpose.CLIENT_AUTHENTICATION, new ReferenceIdentity.None(), config.settings().clock().instant()));
    }

    private ChosenKey verify(int index, Candidate candidate, PreSharedKeys offered, Bytes body, Transcript transcript)
            throws ProtocolException {
        byte[] truncated = body.slice(0, body.length() - offered.bindersLength()).toArray();
        byte[] hash = transcript.hashWithTruncatedHello(config.settings().jca(), suite.hash(), body.length(), truncated);
        byte[] expected = candidate.secret.binder(candidate.kind, hash);
        ChosenKey chosen = new ChosenKey(index, candidate.secret, candidate.session, candidate.identity);
        // [RFC9846 §4.3.11#9] [RFC9846 §4.3.11#10]
        if (!MessageDigest.isEqual(expected, offered.binders().get(index).toArray())) {
            chosen.close();
            throw violation(Violation.WRONG_BINDER, "the binder of pre-shared key " + index + " is not that of the hello");
        }
        return chosen;
    }
}
