package io.puredtls.authentication;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.extension.Extension;
import io.puredtls.extension.ExtensionType;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.SignedCertificateTimestamps;
import io.puredtls.extension.StapledOcspResponse;
import io.puredtls.extension.StatusRequest;
import io.puredtls.extension.TimestampsWanted;
import io.puredtls.trust.Staple;
import io.puredtls.trust.Stapled;
import io.puredtls.wire.Bytes;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** [RFC6066 §8] [RFC6962 §3.3] What is asked for, and shown, along with certificates: the same in every message that carries it. */
public final class Staples {
    private Staples() {
    }

    /** [RFC6066 §8#1] What asks for these. */
    public static List<Extension> wishes(Set<Staple> wanted) {
        List<Extension> list = new ArrayList<>();
        if (wanted.contains(Staple.OCSP_RESPONSE)) {
            list.add(StatusRequest.PLAIN);
        }
        if (wanted.contains(Staple.SIGNED_CERTIFICATE_TIMESTAMPS)) {
            list.add(new TimestampsWanted());
        }
        return list;
    }

    /** What a message asks for. */
    public static Set<Staple> wanted(Extensions extensions) {
        Set<Staple> wanted = EnumSet.noneOf(Staple.class);
        if (extensions.has(StatusRequest.class)) {
            wanted.add(Staple.OCSP_RESPONSE);
        }
        if (extensions.has(TimestampsWanted.class)) {
            wanted.add(Staple.SIGNED_CERTIFICATE_TIMESTAMPS);
        }
        return wanted;
    }

    /** [RFC6066 §8#4] The OCSP response of {@code own}, if there is one and it is wanted. */
    public static Optional<StapledOcspResponse> ocspResponse(Credentials own, Set<Staple> wanted) {
        return own.ocspResponse().filter(any -> wanted.contains(Staple.OCSP_RESPONSE)).map(der -> new StapledOcspResponse(Bytes.of(der)));
    }

    /** The timestamps of {@code own}, if there are some and they are wanted. */
    public static Optional<SignedCertificateTimestamps> timestamps(Credentials own, Set<Staple> wanted) {
        List<Bytes> list = own.signedCertificateTimestamps().stream().map(Bytes::of).toList();
        return list.isEmpty() || !wanted.contains(Staple.SIGNED_CERTIFICATE_TIMESTAMPS)
                ? Optional.empty() : Optional.of(new SignedCertificateTimestamps(list));
    }

    /** [RFC9846 §4.5.1] What stands beside a certificate in DTLS 1.3: nothing but what was asked for. */
    public static Stapled read(Extensions extensions, Set<Staple> asked) throws ProtocolException {
        Set<ExtensionType> allowed = Set.copyOf(wishes(asked).stream().map(Extension::type).toList());
        for (Extension extension : extensions.list()) {
            // [RFC9846 §4.3#4] [RFC9846 §4.5.1#7] [RFC9846 §4.5.1#8]
            if (!allowed.contains(extension.type())) {
                throw violation(Violation.UNSOLICITED_EXTENSION, "a certificate with " + extension.type() + ", which was not asked for");
            }
        }
        return new Stapled(extensions.find(StapledOcspResponse.class).map(StapledOcspResponse::ocspResponse), timestamps(extensions));
    }

    /** Those among {@code extensions}. */
    public static List<Bytes> timestamps(Extensions extensions) {
        return extensions.find(SignedCertificateTimestamps.class).map(SignedCertificateTimestamps::sctList).orElse(List.of());
    }
}
