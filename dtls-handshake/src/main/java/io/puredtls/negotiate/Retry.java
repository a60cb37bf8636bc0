package io.puredtls.negotiate;

import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.extension.Cookie;
import io.puredtls.extension.Extension;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.SelectedGroup;
import io.puredtls.extension.SelectedVersion;
import io.puredtls.message.HelloRetryRequest;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * [RFC9846 §4.2.4] What a server asks of a second ClientHello, and has decided by asking.
 *
 * @param suite the suite that it chose
 * @param group the group that it wants a share in, if the hello had none in it
 * @param cookie what it wants to see again
 */
public record Retry(CipherSuite suite, Optional<NamedGroup> group, Optional<Bytes> cookie) {
    /**
     * The message that says so: the same bytes each time, as they count in the transcript. [RFC9147 §5] Whatever session id the
     * client sent, none is echoed.
     */
    public HelloRetryRequest request() {
        // [RFC9846 §4.2.4#2] [RFC9846 §4.2.4#3]
        List<Extension> extensions = new ArrayList<>();
        // [RFC9846 §4.2.4#1]
        extensions.add(new SelectedVersion(ProtocolVersion.DTLS_1_3));
        cookie.ifPresent(value -> extensions.add(new Cookie(value)));
        group.ifPresent(selected -> extensions.add(new SelectedGroup(selected)));
        // [RFC9147 §5#4]
        return new HelloRetryRequest(ProtocolVersion.DTLS_1_2, Bytes.EMPTY, suite, 0, new Extensions(extensions));
    }
}
