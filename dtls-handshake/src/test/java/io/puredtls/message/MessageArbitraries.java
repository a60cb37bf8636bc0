package io.puredtls.message;

import static io.puredtls.extension.ExtensionArbitraries.bytes;
import static io.puredtls.extension.ExtensionArbitraries.codes;

import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.extension.ExtensionArbitraries;
import io.puredtls.extension.ExtensionPlacement;
import io.puredtls.record.ProtocolVersion;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;

/** Any message, with any codepoints, known or not. */
public final class MessageArbitraries {
    private MessageArbitraries() {
    }

    public static Arbitrary<HandshakeMessage> any() {
        return Arbitraries.oneOf(List.of(
                clientHello(), serverHello(), helloVerifyRequest(), certificate(), serverKeyExchange(), certificateRequest(),
                Combinators.combine(schemes(), bytes(0, 600)).as(CertificateVerify::new),
                bytes(1, 255).map(ClientKeyExchange::new),
                bytes(0, 100).map(Finished::new),
                Arbitraries.of(new HelloRequest(), new ServerHelloDone())));
    }

    public static Arbitrary<HandshakeMessage> clientHello() {
        return Combinators.combine(
                codes().map(ProtocolVersion::new), bytes(32, 32), bytes(0, 32), bytes(0, 255),
                codes().map(CipherSuite::new).list().ofMinSize(1).ofMaxSize(100), bytes(1, 255), ExtensionArbitraries.in(ExtensionPlacement.CLIENT_HELLO))
                .as(ClientHello::new);
    }

    public static Arbitrary<HandshakeMessage> serverHello() {
        return Combinators.combine(
                codes().map(ProtocolVersion::new), bytes(32, 32), bytes(0, 32), codes().map(CipherSuite::new),
                Arbitraries.integers().between(0, 255), ExtensionArbitraries.in(ExtensionPlacement.SERVER_HELLO))
                .as(ServerHello::new);
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
