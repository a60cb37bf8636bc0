package io.puredtls.dtls12.server;

import io.puredtls.authentication.Staples;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.extension.Extension;
import io.puredtls.extension.SignedCertificateTimestamps;
import io.puredtls.extension.StapledOcspResponse;
import io.puredtls.extension.StatusRequestAcknowledged;
import io.puredtls.message.ClientHello;
import io.puredtls.negotiate.Chosen12;
import io.puredtls.trust.Staple;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * What is shown along with our certificate: nothing that the client has not asked for.
 *
 * @param status in a message of its own
 * @param timestamps in the ServerHello
 */
record ShownStaples(Optional<StapledOcspResponse> status, Optional<SignedCertificateTimestamps> timestamps) {
    static ShownStaples of(Chosen12.Exchange exchange, ClientHello hello) {
        if (!(exchange instanceof Chosen12.Exchange.Signed signed)) {
            return new ShownStaples(Optional.empty(), Optional.empty());
        }
        Credentials own = signed.own().credentials();
        Set<Staple> wanted = Staples.wanted(hello.extensions());
        return new ShownStaples(Staples.ocspResponse(own, wanted), Staples.timestamps(own, wanted));
    }

    /** What the ServerHello has of it. */
    List<Extension> answers() {
        List<Extension> list = new ArrayList<>();
        // [RFC6066 §8#8] [RFC6066 §8#11] what is not announced here is not sent
        status.ifPresent(any -> list.add(new StatusRequestAcknowledged()));
        timestamps.ifPresent(list::add);
        return list;
    }
}
