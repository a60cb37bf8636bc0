package io.puredtls.extension;

import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * [RFC5246 §7.4.1.4] The extensions of one hello, in their order; no two of one type.
 *
 * <pre>
 *   extensions (0..65535, length in 2) of: extension_type (2) · extension_data (length in 2)
 * </pre>
 *
 * @param list in the order of the wire
 */
public record Extensions(List<Extension> list) {
    /** None: the hello then ends before the vector. */
    public static final Extensions NONE = new Extensions(List.of());

    /** Copies the list. */
    public Extensions {
        list = List.copyOf(list);
    }

    /** Reads what is left of a hello: nothing, or the vector. */
    public static Extensions decode(ExtensionPlacement placement, WireReader in) throws DecodeException {
        return in.hasMore() ? decodeVector(placement, in) : NONE;
    }

    /** Reads the vector, which messages other than hellos always have. */
    public static Extensions decodeVector(ExtensionPlacement placement, WireReader in) throws DecodeException {
        List<Extension> list = new ArrayList<>();
        Set<ExtensionType> seen = new HashSet<>();
        WireReader vector = in.vector16("extensions");
        while (vector.hasMore()) {
            ExtensionType type = new ExtensionType(vector.u16("extension_type"));
            // [RFC9846 §4.3#8]
            if (!seen.add(type)) {
                throw new DecodeException("extensions", "has " + type + " twice");
            }
            WireReader data = vector.vector16("extension_data");
            list.add(placement.decode(type, data));
            // [RFC9846 §4.3#2]
            data.end();
        }
        vector.end();
        return new Extensions(list);
    }

    /** Writes the vector, or nothing if there are none. */
    public void encode(WireWriter out) {
        if (!list.isEmpty()) {
            encodeVector(out);
        }
    }

    /** Writes the vector, also if there are none. */
    public void encodeVector(WireWriter out) {
        out.vector16("extensions", vector -> {
            for (Extension extension : list) {
                vector.u16("extension_type", extension.type().code());
                // [RFC9846 §4.3#1]
                vector.vector16("extension_data", extension::encode);
            }
        });
    }

    /** The extension of this class, if it is there. */
    public <E extends Extension> Optional<E> find(Class<E> kind) {
        for (Extension extension : list) {
            // [RFC9846 §4.3#6]
            if (kind.isInstance(extension)) {
                return Optional.of(kind.cast(extension));
            }
        }
        return Optional.empty();
    }

    /** The same without those of this type. */
    public Extensions without(ExtensionType type) {
        return new Extensions(list.stream().filter(each -> !each.type().equals(type)).toList());
    }

    /** The same with {@code extension} in the place of the one of its type, or as the first if there is none. */
    public Extensions with(Extension extension) {
        if (!has(extension.type())) {
            return new Extensions(Stream.concat(Stream.of(extension), list.stream()).toList());
        }
        return new Extensions(list.stream().map(each -> each.type().equals(extension.type()) ? extension : each).toList());
    }

    /** Whether one of this class is there. */
    public boolean has(Class<? extends Extension> kind) {
        return find(kind).isPresent();
    }

    /** Whether one of this type is there, read or unknown. */
    public boolean has(ExtensionType type) {
        return list.stream().anyMatch(extension -> extension.type().equals(type));
    }
}
