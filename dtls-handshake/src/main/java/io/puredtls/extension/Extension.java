package io.puredtls.extension;

import io.puredtls.wire.WireWriter;

/** One extension of a hello, or of another message of DTLS 1.3. Immutable. */
public sealed interface Extension permits
        ServerName, ServerNameAcknowledged, MaxFragmentLength, SupportedGroups, EcPointFormats, SignatureAlgorithms, UseSrtp,
        ApplicationProtocols, EncryptThenMac, ExtendedMasterSecret, RenegotiationInfo, SupportedVersions, SelectedVersion,
        KeyShares, ServerKeyShare, SelectedGroup, Cookie, PreSharedKeys, SelectedPsk, PskKeyExchangeModes, EarlyData, MaxEarlyData,
        CertificateAuthorities, SignatureAlgorithmsCert, PostHandshakeAuth, CompressCertificate, RecordSizeLimit,
        ClientCertificateTypes, ServerCertificateTypes, SelectedClientCertificateType, SelectedServerCertificateType,
        SessionTicket, SessionTicketPromised,
        RequestedConnectionId, Rrc, StatusRequest, StatusRequestAcknowledged, StapledOcspResponse, TimestampsWanted,
        SignedCertificateTimestamps, UnknownExtension {
    /** Its number. */
    ExtensionType type();

    /** Writes extension_data. */
    void encode(WireWriter out);
}
