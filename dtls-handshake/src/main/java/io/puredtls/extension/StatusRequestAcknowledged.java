package io.puredtls.extension;

import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;

/** [RFC6066 §8] A server of DTLS 1.2 that may send a CertificateStatus. */
public record StatusRequestAcknowledged() implements Extension {
    static StatusRequestAcknowledged decode(WireReader in) {
        return new StatusRequestAcknowledged();
    }

    @Override
    public void encode(WireWriter out) {
        // empty
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.STATUS_REQUEST;
    }
}
