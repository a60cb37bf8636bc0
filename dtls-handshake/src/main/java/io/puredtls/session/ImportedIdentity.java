package io.puredtls.session;

import io.puredtls.crypto.hash.HashAlgorithm;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;

/**
 * [RFC9258 §5.1] The name of an imported key on the wire.
 *
 * @param externalIdentity the name of the key that was imported, 1 to 65527 bytes
 * @param context what else both ends say about it, as much less as the name takes
 * @param target the hash that it is used with, in DTLS 1.3
 */
record ImportedIdentity(Bytes externalIdentity, Bytes context, HashAlgorithm target) {
    private static final int MAX_LENGTH = 0xFFFF;
    private static final int HKDF_SHA256 = 1;
    private static final int HKDF_SHA384 = 2;

    ImportedIdentity {
        if (externalIdentity.isEmpty()) {
            throw new IllegalArgumentException("the identity of an external key has at least one byte");
        }
        int length = 2 + externalIdentity.length() + 2 + context.length() + 2 + 2;
        if (length > MAX_LENGTH) {
            throw new IllegalArgumentException("the identity and the context of an external key have " + (MAX_LENGTH - 8)
                    + " bytes at most, not " + externalIdentity.length() + " and " + context.length());
        }
    }

    Bytes toBytes() {
        WireWriter out = new WireWriter();
        out.opaque16("external_identity", externalIdentity);
        out.opaque16("context", context);
        out.u16("target_protocol", ProtocolVersion.DTLS_1_3.code());
        out.u16("target_kdf", kdf());
        return out.toBytes();
    }

    /** [RFC9258 §10] */
    private int kdf() {
        return switch (target) {
            case SHA256 -> HKDF_SHA256;
            case SHA384 -> HKDF_SHA384;
        };
    }

    /** The external identity within. */
    static Bytes externalIdentity(Bytes encoded) {
        try {
            WireReader in = encoded.reader();
            Bytes identity = in.opaque16("external_identity");
            in.opaque16("context");
            in.u16("target_protocol");
            in.u16("target_kdf");
            in.endOfMessage();
            return identity;
        } catch (DecodeException broken) {
            throw new IllegalArgumentException("not the identity of an imported key: " + broken.getMessage(), broken);
        }
    }
}
