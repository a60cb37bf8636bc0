package io.puredtls.client;

import io.puredtls.config.ClientConfig;
import io.puredtls.config.Grease;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.extension.Extension;
import io.puredtls.extension.ExtensionType;
import io.puredtls.extension.UnknownExtension;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.wire.Bytes;
import java.util.List;

/** [RFC8701] Values that mean nothing, drawn anew for each hello; none where the configuration wants none. */
record GreaseValues(List<CipherSuite> suites, List<NamedGroup> groups, List<ProtocolVersion> versions, List<Extension> extensions) {
    static GreaseValues of(ClientConfig config) {
        if (config.grease() == Grease.NONE) {
            return new GreaseValues(List.of(), List.of(), List.of(), List.of());
        }
        byte[] random = config.settings().entropy().bytes(4);
        return new GreaseValues(
                List.of(new CipherSuite(value(random[0]))), List.of(new NamedGroup(value(random[1]))),
                List.of(new ProtocolVersion(value(random[2]))),
                List.of(new UnknownExtension(new ExtensionType(value(random[3])), Bytes.EMPTY)));
    }

    /** [RFC8701 §2] 0x0A0A, 0x1A1A, … 0xFAFA. */
    private static int value(byte random) {
        int half = random & 0xF0 | 0x0A;
        return half << 8 | half;
    }
}
