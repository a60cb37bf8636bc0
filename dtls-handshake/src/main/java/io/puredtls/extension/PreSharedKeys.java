package io.puredtls.extension;

import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;
import java.util.List;

/**
 * [RFC9846 §4.3.11] The pre-shared keys that the client offers, each with a proof that it has it. The last extension of a hello.
 *
 * <pre>
 *   identities (7..65535, length in 2) of: PskIdentity
 *   binders (33..65535, length in 2) of: PskBinderEntry (32..255, length in 1)
 * </pre>
 *
 * @param identities at least one
 * @param binders a proof for each, in their order
 */
public record PreSharedKeys(List<PskIdentity> identities, List<Bytes> binders) implements Extension {
    private static final int MIN_BINDER = 32;

    /** Copies the lists. */
    public PreSharedKeys {
        identities = List.copyOf(identities);
        binders = List.copyOf(binders);
    }

    static PreSharedKeys decode(WireReader in) throws DecodeException {
        List<PskIdentity> identities = Lists.nonEmpty16(in, "identities", PskIdentity::decode);
        List<Bytes> binders = Lists.nonEmpty16(in, "binders", PreSharedKeys::decodeBinder);
        return new PreSharedKeys(identities, binders);
    }

    private static Bytes decodeBinder(WireReader list) throws DecodeException {
        Bytes binder = list.opaque8("PskBinderEntry");
        if (binder.length() < MIN_BINDER) {
            throw new DecodeException("PskBinderEntry", "has less than 32 bytes");
        }
        return binder;
    }

    /** The length of the binders as they are written, which a binder does not cover. */
    public int bindersLength() {
        return 2 + binders.stream().mapToInt(binder -> 1 + binder.length()).sum();
    }

    @Override
    public void encode(WireWriter out) {
        out.vector16("identities", list -> identities.forEach(each -> each.encode(list)));
        out.vector16("binders", list -> binders.forEach(binder -> list.opaque8("PskBinderEntry", binder)));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.PRE_SHARED_KEY;
    }
}
