package io.puredtls.extension;

import io.puredtls.record.ProtocolVersion;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;
import java.util.List;

/**
 * [RFC8446 §4.2.1] The versions that the client speaks, the one it likes best first; it then means more than
 * legacy_version does.
 *
 * <pre>
 *   versions (2..254, length in 1) of: ProtocolVersion (2)
 * </pre>
 *
 * @param versions at least one
 */
public record SupportedVersions(List<ProtocolVersion> versions) implements Extension {
    /** Copies the list. */
    public SupportedVersions {
        versions = List.copyOf(versions);
    }

    static SupportedVersions decode(WireReader in) throws DecodeException {
        return new SupportedVersions(Lists.nonEmpty(
                in.vector8("versions"), "versions", list -> new ProtocolVersion(list.u16("ProtocolVersion"))));
    }

    @Override
    public void encode(WireWriter out) {
        out.vector8("versions", list -> versions.forEach(version -> list.u16("ProtocolVersion", version.code())));
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.SUPPORTED_VERSIONS;
    }
}
