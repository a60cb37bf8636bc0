package io.puredtls.extension;

import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;

/**
 * [RFC7366 §2] Under a CBC suite the MAC shall be of the ciphertext. Empty.
 */
public record EncryptThenMac() implements Extension {
    static EncryptThenMac decode(WireReader in) {
        return new EncryptThenMac();
    }

    @Override
    public void encode(WireWriter out) {
        // [RFC7366 §2#2]
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.ENCRYPT_THEN_MAC;
    }
}
