package io.puredtls.endpoint;

import io.puredtls.alert.Violation;
import io.puredtls.endpoint.text.AddressText;
import io.puredtls.engine.HelloGate;
import io.puredtls.engine.VerifiedHello;
import io.puredtls.event.EngineEvent;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.PortUnreachableException;
import java.util.Optional;

/**
 * Whom a session is with: where, which of us called the other, and what was heard of it. The loop's, except for its address
 * and {@link #endBy}, which any thread may ask for.
 */
final class Peer {
    /** How often the network must say that nobody listens: once may be a mistake, or of a server that starts. */
    private static final int REFUSALS = 2;

    private volatile InetSocketAddress address;
    private final Optional<String> helloRandom;
    private String ownRandom = ""; // of the hello that a client began with
    private Optional<String> outdone = Optional.empty(); // the random of the peer's hello that yielded to it
    private int refusals;
    private volatile boolean heard; // whether anything came
    private volatile Optional<IOException> refused = Optional.empty(); // the latest of what the socket said of our flights

    private Peer(InetSocketAddress address, Optional<String> helloRandom) {
        this.address = address;
        this.helloRandom = helloRandom;
    }

    /** One that came to us. */
    static Peer calling(InetSocketAddress address, VerifiedHello hello) {
        return new Peer(address, Optional.of(hello.randomHex()));
    }

    /** One that we call. */
    static Peer called(InetSocketAddress address) {
        return new Peer(address, Optional.empty());
    }

    InetSocketAddress address() {
        return address;
    }

    /** It is somewhere else now. */
    void moveTo(InetSocketAddress elsewhere) {
        address = elsewhere;
    }

    /** Whether it came to us, so that we are its server. */
    boolean cameToUs() {
        return helloRandom.isPresent();
    }

    /** Whether it came with a hello of this random: then such a hello is that one again. */
    boolean cameWith(String random) {
        return helloRandom.equals(Optional.of(random));
    }

    boolean isHeard() {
        return heard;
    }

    void onHeard() {
        heard = true;
    }

    /** The first datagram that is sent to one that we call is our hello. */
    void onSending(byte[] datagram, int length) {
        if (ownRandom.isEmpty() && !cameToUs()) {
            ownRandom = HelloGate.peekRandom(datagram, 0, length).orElse("");
        }
    }

    /** Whether our hello would come before one of this random, if both are heard: the greater counts. */
    boolean isOutrankedBy(String random) {
        return ownRandom.compareTo(random) < 0;
    }

    /** Its hello of this random yielded to ours. */
    void onOutdone(String random) {
        outdone = Optional.of(random);
    }

    boolean hasOutdone(String random) {
        return outdone.equals(Optional.of(random));
    }

    /** The socket refused to send to it. */
    void onRefused(IOException refusal) {
        refused = Optional.of(refusal);
    }

    /** The network says that a datagram did not reach it. Gives the end, if that is to be believed. */
    Optional<SessionEnd> onUnreachable(IOException report, Unreachable reaction) {
        boolean nobodyThere = report instanceof PortUnreachableException && !heard && !cameToUs();
        return nobodyThere && reaction == Unreachable.FAIL_FAST && ++refusals == REFUSALS
                ? Optional.of(SessionEnd.of(SessionEnd.Reason.REFUSED, "nobody listens at " + AddressText.of(address)))
                : Optional.empty();
    }

    /** The end that an event is, if it is one. */
    Optional<SessionEnd> endBy(EngineEvent event) {
        if (event instanceof EngineEvent.Closed closed) {
            return Optional.of(closed.by() == EngineEvent.ClosedBy.PEER
                    ? SessionEnd.of(SessionEnd.Reason.CLOSED_BY_PEER, "closed by the peer")
                    : SessionEnd.of(SessionEnd.Reason.CLOSED_LOCALLY, "closed by us"));
        }
        return event instanceof EngineEvent.Failed failed
                ? Optional.of(new SessionEnd(
                        SessionEnd.Reason.FAILED, Optional.of(failed.violation()), failed.alert(), failed.sent(), failure(failed)))
                : Optional.empty();
    }

    private String failure(EngineEvent.Failed failed) {
        boolean inVain = !heard && !cameToUs()
                && (failed.violation() == Violation.HANDSHAKE_LIMIT || failed.violation() == Violation.RETRANSMISSION_LIMIT);
        if (!inVain) {
            return failed.message();
        }
        String why = refused.map(refusal -> "; the socket refused what was to be sent: " + refusal.getMessage()).orElse("");
        return "nothing was heard from " + AddressText.of(address) + ": " + failed.message() + why;
    }
}
