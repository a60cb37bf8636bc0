package io.puredtls.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.puredtls.crypto.credentials.RawPublicKey;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.wire.Bytes;
import org.junit.jupiter.api.Test;

class PeerIdentityTest {
    @Test
    void whoever_prints_a_peer_sees_its_names_and_no_page_of_certificate() {
        RawPublicKey key = RawPublicKey.of(SelfSigned.ecdsaP256("a.test").publicKey());
        assertEquals("PeerIdentity[chain=[], rawPublicKey=Optional[RawPublicKey[EC, sha-256 " + key.fingerprint() + "]], verified=false, pskIdentity=Optional.empty]",
                PeerIdentity.ofRawPublicKey(key, false).toString());
        assertEquals("PeerIdentity[chain=[CN=a.test], rawPublicKey=Optional.empty, verified=true, pskIdentity=Optional.empty]",
                PeerIdentity.ofCertificates(SelfSigned.ecdsaP256("a.test").chain(), true).toString());
        assertEquals("PeerIdentity[chain=[], rawPublicKey=Optional.empty, verified=true, pskIdentity=Optional[61]]",
                PeerIdentity.ofKey(Bytes.of((byte) 'a')).toString());
    }
}
