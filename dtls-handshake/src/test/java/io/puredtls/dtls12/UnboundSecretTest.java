package io.puredtls.dtls12;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.puredtls.alert.ProtocolException;
import io.puredtls.authentication.FinishedVerified;
import io.puredtls.crypto.hash.HashAlgorithm;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.schedule12.MasterSecret;
import io.puredtls.crypto.schedule12.Randoms;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.message.Finished;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.PeerIdentity;
import io.puredtls.session.SessionInfo;
import io.puredtls.wire.Bytes;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** [RFC7627 §5.4#1] [RFC7627 §5.4#2] A secret that is not bound to its handshake proves nothing to an application. */
final class UnboundSecretTest {
    @Test
    void session_without_extended_master_secret_exports_nothing() throws ProtocolException {
        Connected12 unbound = connected(false);
        assertThrows(IllegalStateException.class, () -> unbound.export("EXPORTER-test", 32));
        assertThrows(IllegalStateException.class, () -> unbound.export("EXPORTER-test", new byte[0], 32));
    }

    @Test
    void session_with_it_does() throws ProtocolException {
        assertEquals(32, connected(true).export("EXPORTER-test", 32).length());
    }

    private static Connected12 connected(boolean extendedMasterSecret) throws ProtocolException {
        byte[] verifyData = new byte[MasterSecret.VERIFY_DATA_LENGTH];
        return new Connected12(
                new MasterSecret(Jca.PLATFORM, HashAlgorithm.SHA256, SecretBytes.taking(new byte[MasterSecret.LENGTH])),
                new Randoms(new byte[Randoms.LENGTH], new byte[Randoms.LENGTH]),
                new SessionInfo(
                        ProtocolVersion.DTLS_1_2, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, Optional.of(NamedGroup.X25519),
                        Optional.of(SignatureScheme.ED25519), PeerIdentity.ANONYMOUS, Optional.empty(), Optional.empty(), Optional.empty(), "",
                        extendedMasterSecret, false, false),
                FinishedVerified.check(new Finished(Bytes.of(verifyData)), verifyData), SessionPart.NONE);
    }
}
