package io.puredtls.dtls12.client;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.config.ClientConfig;
import io.puredtls.crypto.schedule12.MasterSecret;
import io.puredtls.crypto.schedule12.Randoms;
import io.puredtls.dtls12.Handshaking12;
import io.puredtls.dtls12.Promise;
import io.puredtls.extension.SessionTicketPromised;
import io.puredtls.message.ClientHello;
import io.puredtls.message.ServerHello;
import io.puredtls.negotiate.Agreed12;
import io.puredtls.negotiate.ClientNegotiation12;
import io.puredtls.negotiate.ConnectionIds;
import io.puredtls.negotiate.RecordLimits;
import io.puredtls.session.Session12;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;
import io.puredtls.state.Role;
import io.puredtls.transcript.TranscriptFraming;
import java.util.Optional;

/** The way from the version-neutral beginning into DTLS 1.2: a ServerHello that chose it. */
public final class ServerHelloReceived {
    private ServerHelloReceived() {
    }

    /** Checks the server's choice against {@code hello}, which is the transcript so far. */
    public static HandshakeState enter(
            ClientConfig config, ClientHello hello, ServerHello answer, Received received, HandshakeContext context)
            throws ProtocolException {
        Agreed12 agreed = ClientNegotiation12.check(hello, answer, config.settings());
        Optional<Session12> resumed = resumed(config, hello, answer);
        if (resumed.isPresent()) {
            checkSame(resumed.get(), agreed);
        }
        context.connectionIds().agree(ConnectionIds.answered(hello, answer, config.settings()), false);
        Optional<RecordLimits> limits = RecordLimits.agreed(hello, answer.extensions(), RecordLimits.Plaintext.CONTENT);
        context.accept(received);
        limits.ifPresent(each -> context.limitRecords(each.content(), each.plaintext()));
        context.transcript().begin(config.settings().jca(), agreed.suite().hash(), TranscriptFraming.DTLS12);
        Randoms randoms = new Randoms(hello.random().toArray(), answer.random().toArray());
        Handshaking12 shared = new Handshaking12(Role.CLIENT, agreed, randoms, promise(answer));
        if (resumed.isPresent()) {
            return resume(config, shared, resumed.get(), context);
        }
        return agreed.suite().isByKey() ? new AwaitPskHint(config, shared) : new AwaitServerCertificate(config, shared, answer.extensions());
    }

    /** [RFC5246 §7.4.1.3] [RFC5077 §3.4] The session that the hello offered, if its session ID came back. */
    private static Optional<Session12> resumed(ClientConfig config, ClientHello hello, ServerHello answer) {
        return config.session().filter(offered -> !hello.sessionId().isEmpty() && answer.sessionId().equals(hello.sessionId()))
                .filter(Session12.class::isInstance).map(Session12.class::cast);
    }

    private static void checkSame(Session12 session, Agreed12 agreed) throws ProtocolException {
        if (!agreed.suite().equals(session.suite())) {
            throw violation(Violation.RESUMED_WITH_ANOTHER_SUITE, "the server resumes a session of " + session.suite() + " with " + agreed.suite());
        }
        // [RFC7627 §5.3#10] whatever the configuration allows without a session
        if (!agreed.extendedMasterSecret()) {
            throw violation(Violation.MISSING_EXTENDED_MASTER_SECRET, "the server resumes a session without extended_master_secret");
        }
    }

    private static Promise promise(ServerHello answer) {
        if (answer.extensions().has(SessionTicketPromised.class)) {
            return new Promise.Ticket();
        }
        return answer.sessionId().isEmpty() ? new Promise.Nothing() : new Promise.SessionId(answer.sessionId());
    }

    private static HandshakeState resume(ClientConfig config, Handshaking12 shared, Session12 session, HandshakeContext context) {
        context.transcript().forgetMessages(); // nobody will sign them
        MasterSecret master = shared.masterSecret(session, context.settings());
        try {
            return AwaitNewSessionTicket.ifPromised(shared, new AwaitResumedChangeCipherSpec(
                    shared, shared.info(session), master, shared.keys(master, context), Keepsake.still(config, session)));
        } catch (RuntimeException failed) { // a provider may refuse
            master.close();
            throw failed;
        }
    }
}
