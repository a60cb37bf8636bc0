package io.puredtls.extension;

import io.puredtls.wire.Bytes;
import java.nio.charset.StandardCharsets;

/** [RFC7301 §3.1] Names of application protocols are bytes; those registered so far read as UTF-8. */
public final class ApplicationProtocolName {
    private ApplicationProtocolName() {
    }

    /** The bytes of a name. */
    public static Bytes bytes(String name) {
        return Bytes.of(name.getBytes(StandardCharsets.UTF_8));
    }

    /** A name as text. */
    public static String text(Bytes name) {
        return new String(name.toArray(), StandardCharsets.UTF_8);
    }
}
