package io.puredtls.message;

import static io.puredtls.extension.ExtensionArbitraries.bytes;
import static io.puredtls.extension.ExtensionArbitraries.codes;
import static io.puredtls.extension.ExtensionArbitraries.in;
import static io.puredtls.extension.ExtensionArbitraries.numbers32;

import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.extension.StapledOcspResponse;
import io.puredtls.extension.ExtensionPlacement;
import io.puredtls.record.ProtocolVersion;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Any message, with any codepoints, known or not. */
public final class MessageArbitraries {
    private MessageArbitraries() {
    }

    /** A message in one of the versions that have it. */
    public record Spoken(HandshakeCodec codec, HandshakeMessage message) {
    }

    /** Any message of any version. */
    public static Arbitrary<Spoken> any() {
        return Arbitraries.oneOf(Stream.of(HandshakeCodec.values())
                .map(codec -> of(codec).map(message -> new Spoken(codec, message))).toList());
    }

    private static Arbitrary<HandshakeMessage> of(HandshakeCodec codec) {
        return switch (codec) {
            case DTLS12 -> Arbitraries.oneOf(List.of(
                    ofBoth(), helloVerifyRequest(), certificate(), serverKeyExchange(), certificateRequest(),
                    bytes(1, 255).map(ClientKeyExchange::new), bytes(1, 700).map(StapledOcspResponse::new).map(CertificateStatus::new),
                    Combinators.combine(numbers32(), bytes(0, 700)).as(NewSessionTicket12::new), Arbitraries.of(new HelloRequest(), new ServerHelloDone())));
            case DTLS12_RAW_PUBLIC_KEY -> bytes(0, 700).map(RawPublicKeyCertificate12::new);
            case DTLS12_PSK -> Arbitraries.oneOf(List.of(
                    bytes(0, 700).map(hint -> new PskServerKeyExchange(hint, Optional.empty())),
                    bytes(0, 700).map(identity -> new PskClientKeyExchange(identity, Optional.empty())), of(HandshakeCodec.DTLS12).filter(
                            other -> !(other instanceof ServerKeyExchange) && !(other instanceof ClientKeyExchange))));
            case DTLS12_ECDHE_PSK -> Arbitraries.oneOf(List.of(
                    Combinators.combine(bytes(0, 700), codes().map(NamedGroup::new), bytes(1, 255))
                            .as((hint, group, share) -> new PskServerKeyExchange(hint, Optional.of(new ServerEcdhParams(group, share)))),
                    Combinators.combine(bytes(0, 700), bytes(1, 255))
                            .as((identity, share) -> new PskClientKeyExchange(identity, Optional.of(share)))));
            case DTLS13 -> Arbitraries.oneOf(List.of(
                    ofBoth(), newSessionTicket(), in(ExtensionPlacement.ENCRYPTED_EXTENSIONS).map(EncryptedExtensions::new), certificate13(),
                    Combinators.combine(bytes(0, 255), in(ExtensionPlacement.CERTIFICATE_REQUEST)).as(CertificateRequest13::new),
                    Arbitraries.integers().between(0, 255).map(KeyUpdate::new), compressedCertificate()));
        };
    }

    private static Arbitrary<HandshakeMessage> ofBoth() {
        return Arbitraries.oneOf(List.of(
                clientHello(), serverHello(), helloRetryRequest(), Combinators.combine(schemes(), bytes(0, 600)).as(CertificateVerify::new),
                bytes(0, 100).map(Finished::new)));
    }

    public static Arbitrary<HandshakeMessage> clientHello() {
        return Combinators.combine(
                codes().map(ProtocolVersion::new), bytes(32, 32), bytes(0, 32), bytes(0, 255),
                codes().map(CipherSuite::new).list().ofMinSize(1).ofMaxSize(100), bytes(1, 255), in(ExtensionPlacement.CLIENT_HELLO))
                .as(ClientHello::new);
    }

    public static Arbitrary<HandshakeMessage> serverHello() {
        return Combinators.combine(
                codes().map(ProtocolVersion::new), bytes(32, 32), bytes(0, 32), codes().map(CipherSuite::new),
                Arbitraries.integers().between(0, 255), in(ExtensionPlacement.SERVER_HELLO))
                .as(ServerHello::new);
    }

    private static Arbitrary<HandshakeMessage> helloRetryRequest() {
        return Combinators.combine(
                codes().map(ProtocolVersion::new), bytes(0, 32), codes().map(CipherSuite::new), Arbitraries.integers().between(0, 255),
                in(ExtensionPlacement.HELLO_RETRY_REQUEST))
                .as(HelloRetryRequest::new);
    }

    private static Arbitrary<HandshakeMessage> newSessionTicket() {
        return Combinators.combine(
                numbers32(), numbers32(), bytes(0, 255), bytes(1, 700), in(ExtensionPlacement.NEW_SESSION_TICKET))
                .as(NewSessionTicket::new);
    }

    private static Arbitrary<HandshakeMessage> certificate13() {
        return Combinators.combine(
                bytes(0, 255), Combinators.combine(bytes(1, 700), in(ExtensionPlacement.CERTIFICATE)).as(Certificate13.Entry::new).list().ofMaxSize(5))
                .as(Certificate13::new);
    }

    private static Arbitrary<HandshakeMessage> compressedCertificate() {
        return Combinators.combine(codes(), Arbitraries.integers().between(0, 0xFFFFFF), bytes(1, 700)).as(CompressedCertificate::new);
    }

    private static Arbitrary<HandshakeMessage> helloVerifyRequest() {
        return Combinators.combine(codes().map(ProtocolVersion::new), bytes(0, 255)).as(HelloVerifyRequest::new);
    }

    private static Arbitrary<HandshakeMessage> certificate() {
        return bytes(1, 700).list().ofMaxSize(6).map(Certificate12::new);
    }

    private static Arbitrary<HandshakeMessage> serverKeyExchange() {
        return Combinators.combine(codes().map(NamedGroup::new), bytes(1, 255), schemes(), bytes(0, 600))
                .as((group, share, scheme, signature) -> new ServerKeyExchange(new ServerEcdhParams(group, share), scheme, signature));
    }

    private static Arbitrary<HandshakeMessage> certificateRequest() {
        return Combinators.combine(bytes(1, 255), schemes().list().ofMinSize(1).ofMaxSize(40), bytes(1, 300).list().ofMaxSize(5))
                .as(CertificateRequest12::new);
    }

    private static Arbitrary<SignatureScheme> schemes() {
        return codes().map(SignatureScheme::new);
    }
}
