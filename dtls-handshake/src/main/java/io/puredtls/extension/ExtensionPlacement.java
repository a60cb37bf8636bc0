package io.puredtls.extension;

import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;

/**
 * [RFC9846 §4.3] The table of which extension means something in which message, and how it is read there. What is in
 * another place than its own is read as unknown: in a ClientHello it is then ignored, in an answer it is refused.
 */
public enum ExtensionPlacement {
    CLIENT_HELLO {
        @Override
        Extension decode(ExtensionType type, WireReader in) throws DecodeException {
            return switch (type.code()) {
                case 0 -> ServerName.decode(in);
                case 1 -> MaxFragmentLength.decode(in);
                case 5 -> StatusRequest.decode(in);
                case 10 -> SupportedGroups.decode(in);
                case 13 -> SignatureAlgorithms.decode(in);
                case 18 -> TimestampsWanted.decode(in);
                case 19 -> ClientCertificateTypes.decode(in);
                case 20 -> ServerCertificateTypes.decode(in);
                case 27 -> CompressCertificate.decode(in);
                case 28 -> RecordSizeLimit.decode(in);
                case 35 -> SessionTicket.decode(in);
                case 41 -> PreSharedKeys.decode(in);
                case 42 -> EarlyData.decode(in);
                case 43 -> SupportedVersions.decode(in);
                case 44 -> Cookie.decode(in);
                case 45 -> PskKeyExchangeModes.decode(in);
                case 47 -> CertificateAuthorities.decode(in);
                case 49 -> PostHandshakeAuth.decode(in);
                case 50 -> SignatureAlgorithmsCert.decode(in);
                case 51 -> KeyShares.decode(in);
                default -> decodeOfHellos(type, in);
            };
        }
    },
    /** Of any version: which it is stands in it. */
    SERVER_HELLO {
        @Override
        Extension decode(ExtensionType type, WireReader in) throws DecodeException {
            return switch (type.code()) {
                case 0 -> ServerNameAcknowledged.decode(in);
                case 1 -> MaxFragmentLength.decode(in);
                case 5 -> StatusRequestAcknowledged.decode(in);
                case 18 -> SignedCertificateTimestamps.decode(in);
                case 19 -> SelectedClientCertificateType.decode(in);
                case 20 -> SelectedServerCertificateType.decode(in);
                case 28 -> RecordSizeLimit.decode(in);
                case 35 -> SessionTicketPromised.decode(in);
                case 41 -> SelectedPsk.decode(in);
                case 43 -> SelectedVersion.decode(in);
                case 51 -> ServerKeyShare.decode(in);
                default -> decodeOfHellos(type, in);
            };
        }
    },
    HELLO_RETRY_REQUEST {
        @Override
        Extension decode(ExtensionType type, WireReader in) throws DecodeException {
            return switch (type.code()) {
                case 43 -> SelectedVersion.decode(in);
                case 44 -> Cookie.decode(in);
                case 51 -> SelectedGroup.decode(in);
                default -> UnknownExtension.decode(type, in);
            };
        }
    },
    ENCRYPTED_EXTENSIONS {
        @Override
        Extension decode(ExtensionType type, WireReader in) throws DecodeException {
            return switch (type.code()) {
                case 0 -> ServerNameAcknowledged.decode(in);
                case 1 -> MaxFragmentLength.decode(in);
                case 10 -> SupportedGroups.decode(in);
                case 14 -> UseSrtp.decode(in);
                case 16 -> ApplicationProtocols.decode(in);
                case 19 -> SelectedClientCertificateType.decode(in);
                case 20 -> SelectedServerCertificateType.decode(in);
                case 28 -> RecordSizeLimit.decode(in);
                case 42 -> EarlyData.decode(in);
                default -> UnknownExtension.decode(type, in);
            };
        }
    },
    CERTIFICATE_REQUEST {
        @Override
        Extension decode(ExtensionType type, WireReader in) throws DecodeException {
            return switch (type.code()) {
                case 5 -> StatusRequest.decode(in);
                case 13 -> SignatureAlgorithms.decode(in);
                case 18 -> TimestampsWanted.decode(in);
                case 27 -> CompressCertificate.decode(in);
                case 47 -> CertificateAuthorities.decode(in);
                case 50 -> SignatureAlgorithmsCert.decode(in);
                default -> UnknownExtension.decode(type, in);
            };
        }
    },
    CERTIFICATE {
        @Override
        Extension decode(ExtensionType type, WireReader in) throws DecodeException {
            return switch (type.code()) {
                case 5 -> StapledOcspResponse.decode(in);
                case 18 -> SignedCertificateTimestamps.decode(in);
                default -> UnknownExtension.decode(type, in);
            };
        }
    },
    NEW_SESSION_TICKET {
        @Override
        Extension decode(ExtensionType type, WireReader in) throws DecodeException {
            return type.equals(ExtensionType.EARLY_DATA) ? MaxEarlyData.decode(in) : UnknownExtension.decode(type, in);
        }
    };

    abstract Extension decode(ExtensionType type, WireReader in) throws DecodeException;

    private static Extension decodeOfHellos(ExtensionType type, WireReader in) throws DecodeException {
        return switch (type.code()) {
            case 11 -> EcPointFormats.decode(in);
            case 14 -> UseSrtp.decode(in);
            case 16 -> ApplicationProtocols.decode(in);
            case 22 -> EncryptThenMac.decode(in);
            case 23 -> ExtendedMasterSecret.decode(in);
            case 54 -> RequestedConnectionId.decode(in);
            case 61 -> Rrc.decode(in);
            // [RFC9846 §4.5.1.1#2] [RFC9846 §4.5.1.1#3] [RFC9846 §9.3#2]
            case 0xFF01 -> RenegotiationInfo.decode(in);
            default -> UnknownExtension.decode(type, in);
        };
    }
}
