package io.puredtls.extension;

import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;
import java.util.List;

/**
 * [RFC8422 §5.1.1] The groups that the client can exchange keys in, the one it likes best first.
 *
 * <pre>
 *   named_group_list (2..65534, length in 2) of: NamedGroup (2)
 * </pre>
 *
 * @param groups at least one
 */
public record SupportedGroups(List<NamedGroup> groups) implements Extension {
    /** Copies the list. */
    public SupportedGroups {
        groups = List.copyOf(groups);
    }

    static SupportedGroups decode(WireReader in) throws DecodeException {
        return new SupportedGroups(Lists.nonEmpty16(in, "named_group_list", list -> new NamedGroup(list.u16("NamedGroup"))));
    }

    @Override
    public void encode(WireWriter out) {
        out.vector16("named_group_list", list -> groups.forEach(group -> list.u16("NamedGroup", group.code())));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.SUPPORTED_GROUPS;
    }
}
