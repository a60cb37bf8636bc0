package io.puredtls.extension;

import io.puredtls.wire.WireWriter;

/** One extension of a hello. Immutable. */
public sealed interface Extension permits
        ServerName, ServerNameAcknowledged, SupportedGroups, EcPointFormats, SignatureAlgorithms, UseSrtp,
        ApplicationProtocols, ExtendedMasterSecret, SupportedVersions, RenegotiationInfo, UnknownExtension {
    /** Its number. */
    ExtensionType type();

    /** Writes extension_data. */
    void encode(WireWriter out);
}
