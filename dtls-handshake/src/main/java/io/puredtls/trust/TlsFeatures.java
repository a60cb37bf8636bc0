package io.puredtls.trust;

import java.math.BigInteger;
import java.security.cert.X509Certificate;
import java.util.HashSet;
import java.util.Set;

/** [RFC7633 §4.1] What a certificate says that its server has to do: types of extensions to a hello that are to be answered. */
final class TlsFeatures {
    /** [RFC6066 §8] An OCSP response has to come with it. */
    static final BigInteger STATUS_REQUEST = BigInteger.valueOf(5);

    private static final String OID = "1.3.6.1.5.5.7.1.24";
    private static final int INTEGER = 0x02;

    private TlsFeatures() {
    }

    /**
     * Those of {@code certificate}; none if it does not have the extension.
     *
     * @throws IllegalArgumentException if the extension cannot be read
     */
    static Set<BigInteger> of(X509Certificate certificate) {
        byte[] value = certificate.getExtensionValue(OID);
        Set<BigInteger> features = new HashSet<>();
        if (value == null) {
            return features;
        }
        DerElements elements = new DerElements(new DerElements(value).only(DerElements.OCTET_STRING)).enter(DerElements.SEQUENCE);
        while (elements.next()) {
            if (elements.tag() != INTEGER || elements.content().length == 0) {
                throw new IllegalArgumentException("a TLS feature is no number");
            }
            features.add(new BigInteger(elements.content()));
        }
        return features;
    }
}
