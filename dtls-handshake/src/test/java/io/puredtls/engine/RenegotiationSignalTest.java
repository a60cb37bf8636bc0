package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.puredtls.alert.ProtocolException;
import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.extension.ExtensionType;
import io.puredtls.extension.RenegotiationInfo;
import io.puredtls.message.ClientHello;
import io.puredtls.message.ServerHello;
import io.puredtls.record.ProtocolVersion;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** [RFC5746 §3.6] A client may offer renegotiation_info as an extension or, where extensions are dangerous, as a cipher suite. */
final class RenegotiationSignalTest {
    private static final Credentials OWN = SelfSigned.ecdsaP256("server.test");

    private static Optional<RenegotiationInfo> answerTo(ClientHello hello) throws ProtocolException {
        return ((ServerHello) new HandClient(ServerConfig.identity(OWN).versions(ProtocolVersion.DTLS_1_2).build()).say(hello).get(0)).find(RenegotiationInfo.class);
    }

    private static ClientHello withoutExtension() throws ProtocolException {
        ClientHello hello = HandClient.hello();
        return hello.withExtensions(hello.extensions().without(ExtensionType.RENEGOTIATION_INFO));
    }

    private static ClientHello withSignal(ClientHello hello) {
        List<CipherSuite> suites = new ArrayList<>(hello.cipherSuites());
        suites.add(CipherSuite.TLS_EMPTY_RENEGOTIATION_INFO_SCSV);
        return new ClientHello(hello.clientVersion(), hello.random(), hello.sessionId(), hello.cookie(), suites,
                hello.compressionMethods(), hello.extensions());
    }

    /** [RFC5746 §3.6#1] */
    @Test
    void the_signalling_suite_is_answered_by_an_empty_extension() throws Exception {
        assertEquals(Optional.of(RenegotiationInfo.INITIAL), answerTo(withSignal(withoutExtension())));
    }

    @Test
    void both_at_once_are_answered_once() throws Exception {
        assertEquals(Optional.of(RenegotiationInfo.INITIAL), answerTo(withSignal(HandClient.hello())));
    }

    @Test
    void a_client_that_offers_neither_is_not_answered() throws Exception {
        assertEquals(Optional.empty(), answerTo(withoutExtension()));
    }
}
