package io.puredtls.extension;

import io.puredtls.crypto.credentials.CertificateType;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.record.ConnectionId;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.srtp.SrtpProfile;
import io.puredtls.wire.Bytes;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Any extension that may stand in a message, with any codepoints, known or not. */
public final class ExtensionArbitraries {
    private ExtensionArbitraries() {
    }

    public static Arbitrary<Integer> codes() {
        return Arbitraries.integers().between(0, 0xFFFF);
    }

    /** Numbers of four bytes. */
    public static Arbitrary<Long> numbers32() {
        return Arbitraries.longs().between(0, 0xFFFFFFFFL);
    }

    public static Arbitrary<Bytes> bytes(int min, int max) {
        return Arbitraries.bytes().array(byte[].class).ofMinSize(min).ofMaxSize(max).map(Bytes::of);
    }

    /** Any list of extensions of this message, no two of one type. */
    public static Arbitrary<Extensions> in(ExtensionPlacement placement) {
        return extension(placement).list().ofMaxSize(12).uniqueElements(Extension::type).map(Extensions::new);
    }

    /** Any extension of this message: one that is read there, or an unknown one. */
    static Arbitrary<Extension> extension(ExtensionPlacement placement) {
        return switch (placement) {
            case CLIENT_HELLO -> Arbitraries.oneOf(List.of(
                    clientExtension(), clientExtension13(), ofHellos(),
                    unknownBut(0, 1, 5, 10, 11, 13, 14, 16, 18, 19, 20, 22, 23, 27, 28, 35, 41, 42, 43, 44, 45, 47, 49, 50, 51, 54, 61, 0xFF01)));
            case SERVER_HELLO -> Arbitraries.oneOf(List.of(
                    just(new ServerNameAcknowledged()), just(new SessionTicketPromised()), just(new StatusRequestAcknowledged()), timestamps(), maxFragmentLength(), recordSizeLimit(), codes().map(SelectedPsk::new), selectedVersion(),
                    shares().map(ServerKeyShare::new), selectedTypes(), ofHellos(), unknownBut(0, 1, 5, 11, 14, 16, 18, 19, 20, 22, 23, 28, 35, 41, 43, 51, 54, 61, 0xFF01)));
            case HELLO_RETRY_REQUEST -> Arbitraries.oneOf(List.of(
                    selectedVersion(), cookie(), codes().map(NamedGroup::new).map(SelectedGroup::new), unknownBut(43, 44, 51)));
            case ENCRYPTED_EXTENSIONS -> Arbitraries.oneOf(List.of(
                    just(new ServerNameAcknowledged()), maxFragmentLength(), groups(), useSrtp(), protocols(), recordSizeLimit(), just(new EarlyData()),
                    selectedTypes(), unknownBut(0, 1, 10, 14, 16, 19, 20, 28, 42)));
            case CERTIFICATE_REQUEST -> Arbitraries.oneOf(List.of(
                    schemes().map(SignatureAlgorithms::new), compression(), authorities(), schemes().map(SignatureAlgorithmsCert::new),
                    statusRequest(), just(new TimestampsWanted()), unknownBut(5, 13, 18, 27, 47, 50)));
            case CERTIFICATE -> Arbitraries.oneOf(List.of(
                    bytes(1, 700).map(StapledOcspResponse::new), timestamps(), unknownBut(5, 18)));
            case NEW_SESSION_TICKET -> Arbitraries.oneOf(List.of(numbers32().map(MaxEarlyData::new), unknownBut(42)));
        };
    }

    private static Arbitrary<Extension> clientExtension() {
        return Arbitraries.oneOf(List.of(
                Arbitraries.strings().withCharRange('!', '~').ofMinLength(1).ofMaxLength(60).map(ServerName::new),
                groups(), schemes().map(SignatureAlgorithms::new),
                codes().map(ProtocolVersion::new).list().ofMinSize(1).ofMaxSize(127).map(SupportedVersions::new),
                statusRequest(), just(new TimestampsWanted()), maxFragmentLength(), recordSizeLimit(), bytes(0, 700).map(SessionTicket::new), certificateTypes().map(ClientCertificateTypes::new), certificateTypes().map(ServerCertificateTypes::new)));
    }

    private static Arbitrary<List<CertificateType>> certificateTypes() {
        return certificateType().list().ofMinSize(1).ofMaxSize(255);
    }

    private static Arbitrary<CertificateType> certificateType() {
        return Arbitraries.integers().between(0, 0xFF).map(CertificateType::new);
    }

    private static Arbitrary<Extension> selectedTypes() {
        return Arbitraries.oneOf(List.of(
                certificateType().map(SelectedClientCertificateType::new), certificateType().map(SelectedServerCertificateType::new)));
    }

    private static Arbitrary<Extension> clientExtension13() {
        return Arbitraries.oneOf(List.of(
                compression(), preSharedKeys(), just(new EarlyData()), cookie(), bytes(1, 255).map(PskKeyExchangeModes::new), authorities(),
                just(new PostHandshakeAuth()), schemes().map(SignatureAlgorithmsCert::new), shares().list().ofMaxSize(5).map(KeyShares::new)));
    }

    private static Arbitrary<Extension> ofHellos() {
        return Arbitraries.oneOf(List.of(
                bytes(1, 255).map(EcPointFormats::new), useSrtp(), protocols(), just(new EncryptThenMac()), just(new ExtendedMasterSecret()),
                bytes(0, 255).map(RenegotiationInfo::new), just(new Rrc()),
                bytes(0, 255).map(id -> new RequestedConnectionId(ConnectionId.of(id.toArray())))));
    }

    private static Arbitrary<Extension> just(Extension extension) {
        return Arbitraries.just(extension);
    }

    private static Arbitrary<Extension> groups() {
        return codes().map(NamedGroup::new).list().ofMinSize(1).ofMaxSize(40).map(SupportedGroups::new);
    }

    private static Arbitrary<List<SignatureScheme>> schemes() {
        return codes().map(SignatureScheme::new).list().ofMinSize(1).ofMaxSize(40);
    }

    private static Arbitrary<Extension> useSrtp() {
        return Combinators.combine(codes().map(SrtpProfile::new).list().ofMinSize(1).ofMaxSize(40), bytes(0, 255)).as(UseSrtp::new);
    }

    private static Arbitrary<Extension> protocols() {
        return bytes(1, 255).list().ofMinSize(1).ofMaxSize(8).map(ApplicationProtocols::new);
    }

    private static Arbitrary<Extension> statusRequest() {
        return Combinators.combine(bytes(0, 300), bytes(0, 300)).as(StatusRequest::new);
    }

    private static Arbitrary<Extension> timestamps() {
        return bytes(1, 300).list().ofMinSize(1).ofMaxSize(5).map(SignedCertificateTimestamps::new);
    }

    private static Arbitrary<Extension> maxFragmentLength() {
        return Arbitraries.integers().between(0, 255).map(MaxFragmentLength::new);
    }

    private static Arbitrary<Extension> recordSizeLimit() {
        return codes().map(RecordSizeLimit::new);
    }

    private static Arbitrary<Extension> compression() {
        return codes().list().ofMinSize(1).ofMaxSize(127).map(CompressCertificate::new);
    }

    private static Arbitrary<Extension> authorities() {
        return bytes(1, 300).list().ofMinSize(1).ofMaxSize(5).map(CertificateAuthorities::new);
    }

    private static Arbitrary<Extension> selectedVersion() {
        return codes().map(ProtocolVersion::new).map(SelectedVersion::new);
    }

    private static Arbitrary<Extension> cookie() {
        return bytes(1, 600).map(Cookie::new);
    }

    private static Arbitrary<KeyShareEntry> shares() {
        return Combinators.combine(codes().map(NamedGroup::new), bytes(1, 1300)).as(KeyShareEntry::new);
    }

    private static Arbitrary<Extension> preSharedKeys() {
        return Combinators.combine(
                Combinators.combine(bytes(1, 400), numbers32()).as(PskIdentity::new).list().ofMinSize(1).ofMaxSize(4),
                bytes(32, 255).list().ofMinSize(1).ofMaxSize(4)).as(PreSharedKeys::new);
    }

    private static Arbitrary<Extension> unknownBut(Integer... read) {
        Set<Integer> known = Set.of(read);
        return Combinators.combine(codes().filter(code -> !known.contains(code)), bytes(0, 100))
                .as((code, data) -> new UnknownExtension(new ExtensionType(code), data));
    }
}
