package io.puredtls.extension;

import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;

/**
 * The table of which extension means something in which message, and how it is read there. What is in another place
 * than its own is read as unknown: in a ClientHello it is then ignored, in a ServerHello it is refused unless its type was offered.
 */
public enum ExtensionPlacement {
    CLIENT_HELLO {
        @Override
        Extension decode(ExtensionType type, WireReader in) throws DecodeException {
            return switch (type.code()) {
                case 0 -> ServerName.decode(in);
                case 10 -> SupportedGroups.decode(in);
                case 13 -> SignatureAlgorithms.decode(in);
                case 43 -> SupportedVersions.decode(in);
                default -> decodeOfBoth(type, in);
            };
        }
    },
    /** DTLS 1.2's; that of DTLS 1.3 has others. */
    SERVER_HELLO {
        @Override
        Extension decode(ExtensionType type, WireReader in) throws DecodeException {
            return type.equals(ExtensionType.SERVER_NAME) ? ServerNameAcknowledged.decode(in) : decodeOfBoth(type, in);
        }
    };

    abstract Extension decode(ExtensionType type, WireReader in) throws DecodeException;

    private static Extension decodeOfBoth(ExtensionType type, WireReader in) throws DecodeException {
        return switch (type.code()) {
            case 11 -> EcPointFormats.decode(in);
            case 14 -> UseSrtp.decode(in);
            case 16 -> ApplicationProtocols.decode(in);
            case 23 -> ExtendedMasterSecret.decode(in);
            case 0xFF01 -> RenegotiationInfo.decode(in);
            default -> UnknownExtension.decode(type, in);
        };
    }
}
