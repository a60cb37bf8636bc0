package io.puredtls.extension;

import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.srtp.SrtpProfile;
import io.puredtls.wire.Bytes;
import java.util.List;
import java.util.Set;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Any extension that may stand in a hello, with any codepoints, known or not. */
public final class ExtensionArbitraries {
    private static final Set<Integer> READ_IN_CLIENT_HELLO = Set.of(0, 10, 11, 13, 14, 16, 23, 43, 0xFF01);
    private static final Set<Integer> READ_IN_SERVER_HELLO = Set.of(0, 11, 14, 16, 23, 0xFF01);

    private ExtensionArbitraries() {
    }

    public static Arbitrary<Integer> codes() {
        return Arbitraries.integers().between(0, 0xFFFF);
    }

    public static Arbitrary<Bytes> bytes(int min, int max) {
        return Arbitraries.bytes().array(byte[].class).ofMinSize(min).ofMaxSize(max).map(Bytes::of);
    }

    /** Any list of extensions of a ClientHello, no two of one type. */
    public static Arbitrary<Extensions> ofClientHello() {
        return distinct(clientExtension());
    }

    /** Any list of extensions of a ServerHello, no two of one type. */
    public static Arbitrary<Extensions> ofServerHello() {
        return distinct(serverExtension());
    }

    private static Arbitrary<Extensions> distinct(Arbitrary<Extension> any) {
        return any.list().ofMaxSize(12).uniqueElements(Extension::type).map(Extensions::new);
    }

    public static Arbitrary<Extension> clientExtension() {
        return Arbitraries.oneOf(
                List.of(
                        Arbitraries.strings().withCharRange('!', '~').ofMinLength(1).ofMaxLength(60).map(name -> (Extension) new ServerName(name)),
                        codes().map(NamedGroup::new).list().ofMinSize(1).ofMaxSize(40).map(SupportedGroups::new),
                        codes().map(SignatureScheme::new).list().ofMinSize(1).ofMaxSize(40).map(SignatureAlgorithms::new),
                        codes().map(ProtocolVersion::new).list().ofMinSize(1).ofMaxSize(127).map(SupportedVersions::new),
                        both(), unknown(READ_IN_CLIENT_HELLO)));
    }

    public static Arbitrary<Extension> serverExtension() {
        return Arbitraries.oneOf(List.of(
                Arbitraries.just((Extension) new ServerNameAcknowledged()), both(), unknown(READ_IN_SERVER_HELLO)));
    }

    private static Arbitrary<Extension> both() {
        return Arbitraries.oneOf(List.of(
                bytes(1, 255).map(formats -> (Extension) new EcPointFormats(formats)),
                Combinators.combine(codes().map(SrtpProfile::new).list().ofMinSize(1).ofMaxSize(40), bytes(0, 255)).as(UseSrtp::new),
                bytes(1, 255).list().ofMinSize(1).ofMaxSize(8).map(ApplicationProtocols::new),
                Arbitraries.just(new ExtendedMasterSecret()),
                bytes(0, 255).map(RenegotiationInfo::new)));
    }

    private static Arbitrary<Extension> unknown(Set<Integer> known) {
        return Combinators.combine(codes().filter(code -> !known.contains(code)), bytes(0, 100))
                .as((code, data) -> new UnknownExtension(new ExtensionType(code), data));
    }
}
