package io.puredtls.dtls12.client;

import io.puredtls.alert.ProtocolException;
import io.puredtls.config.ClientConfig;
import io.puredtls.crypto.schedule12.Randoms;
import io.puredtls.dtls12.Handshaking12;
import io.puredtls.message.ClientHello;
import io.puredtls.message.ServerHello;
import io.puredtls.negotiate.Agreed12;
import io.puredtls.negotiate.ClientNegotiation12;
import io.puredtls.negotiate.ConnectionIds;
import io.puredtls.negotiate.RecordLimits;
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
        context.connectionIds().agree(ConnectionIds.answered(hello, answer), false);
        Optional<RecordLimits> limits = RecordLimits.agreed(hello, answer.extensions(), RecordLimits.Plaintext.CONTENT);
        context.accept(received);
        limits.ifPresent(each -> context.limitRecords(each.content(), each.plaintext()));
        context.transcript().begin(config.settings().jca(), agreed.suite().hash(), TranscriptFraming.DTLS12);
        Randoms randoms = new Randoms(hello.random().toArray(), answer.random().toArray());
        Handshaking12 shared = new Handshaking12(Role.CLIENT, agreed, randoms);
        return agreed.suite().isByKey() ? new AwaitPskHint(config, shared) : new AwaitServerCertificate(config, shared);
    }
}
