package io.puredtls.session;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.wire.Bytes;
import org.junit.jupiter.api.Test;

class PeerIdentityTest {
    @Test
    void whoever_prints_a_peer_sees_its_names_and_no_page_of_certificate() {
        assertEquals("PeerIdentity[chain=[CN=a.test], verified=true, pskIdentity=Optional.empty]",
                PeerIdentity.ofCertificates(SelfSigned.ecdsaP256("a.test").chain(), true).toString());
        assertEquals("PeerIdentity[chain=[], verified=true, pskIdentity=Optional[61]]",
                PeerIdentity.ofKey(Bytes.of((byte) 'a')).toString());
    }
}
