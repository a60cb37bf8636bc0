package io.puredtls.dtls13;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.authentication.EncodedCredentials;
import io.puredtls.authentication.PeerChain;
import io.puredtls.authentication.PeerCredentials;
import io.puredtls.authentication.PeerKey;
import io.puredtls.authentication.Staples;
import io.puredtls.config.CertificateCompression;
import io.puredtls.config.Settings;
import io.puredtls.crypto.credentials.CertificateType;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.extension.CompressCertificate;
import io.puredtls.extension.Extension;
import io.puredtls.extension.Extensions;
import io.puredtls.message.Certificate13;
import io.puredtls.message.CompressedCertificate;
import io.puredtls.message.HandshakeCodec;
import io.puredtls.message.HandshakeMessage;
import io.puredtls.message.HandshakeType;
import io.puredtls.negotiate.CredentialsChoice;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.HandshakeState;
import io.puredtls.state.Received;
import io.puredtls.trust.Staple;
import io.puredtls.trust.Stapled;
import io.puredtls.wire.Bytes;
import io.puredtls.wire.WireReader;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** [RFC9846 §4.5.1] [RFC8879 §4] Certificate messages, plain or compressed. */
public final class Certificates13 {
    private Certificates13() {
    }

    /**
     * What our credentials show, a chain in its order, the first of it with what is {@code wanted} along with it; without any, an
     * empty list.
     */
    public static Certificate13 message(Bytes context, Optional<CredentialsChoice> choice, Set<Staple> wanted) {
        List<Certificate13.Entry> entries = new ArrayList<>();
        if (choice.isPresent()) {
            Extensions first = stapled(choice.get().credentials(), wanted);
            // [RFC9846 §4.5.1#10]
            for (Bytes der : EncodedCredentials.of(choice.get().credentials())) {
                entries.add(new Certificate13.Entry(der, entries.isEmpty() ? first : Extensions.NONE));
            }
        }
        return new Certificate13(context, entries);
    }

    private static Extensions stapled(Credentials own, Set<Staple> wanted) {
        List<Extension> list = new ArrayList<>();
        Staples.ocspResponse(own, wanted).ifPresent(list::add);
        Staples.timestamps(own, wanted).ifPresent(list::add);
        return new Extensions(list);
    }

    /** The same compressed, if the peer can undo it, we do it and it is worth it. */
    public static HandshakeMessage compressed(Certificate13 message, Optional<CompressCertificate> peers, Settings settings) {
        boolean agreed = settings.certificateCompression() == CertificateCompression.ZLIB
                && peers.map(offer -> offer.algorithms().contains(CompressCertificate.ZLIB)).orElse(false);
        if (!agreed) {
            return message;
        }
        byte[] plain = message.toBytes().toArray();
        byte[] compressed = Zlib.compress(plain);
        return compressed.length >= plain.length ? message : new CompressedCertificate(CompressCertificate.ZLIB, plain.length, Bytes.of(compressed));
    }

    /** What we tell peers that we can undo. */
    public static Optional<CompressCertificate> offer(Settings settings) {
        return settings.certificateCompression() == CertificateCompression.ZLIB
                ? Optional.of(new CompressCertificate(List.of(CompressCertificate.ZLIB))) : Optional.empty();
    }

    /** The peer's message, whichever form it has; anything else is not expected. */
    public static Certificate13 read(Received received, HandshakeState state, HandshakeContext context) throws ProtocolException {
        if (received.message() instanceof Certificate13 plain) {
            return plain;
        }
        if (received.message() instanceof CompressedCertificate compressed) {
            return decompress(compressed, context.settings());
        }
        throw context.unexpected(received, state);
    }

    /** [RFC8879 §4] By an algorithm that we offered, to the length that was announced, which is not too long. */
    private static Certificate13 decompress(CompressedCertificate message, Settings settings) throws ProtocolException {
        if (settings.certificateCompression() != CertificateCompression.ZLIB || message.algorithm() != CompressCertificate.ZLIB) {
            throw violation(Violation.UNOFFERED_CERTIFICATE_COMPRESSION, "compression algorithm " + message.algorithm());
        }
        if (message.uncompressedLength() > settings.bounds().maxHandshakeMessage()) {
            throw violation(Violation.MALFORMED_COMPRESSION, "a certificate message of " + message.uncompressedLength()
                    + " bytes, where " + settings.bounds().maxHandshakeMessage() + " are allowed");
        }
        Optional<byte[]> plain = Zlib.decompress(message.compressedCertificateMessage().toArray(), message.uncompressedLength());
        if (plain.isEmpty()) {
            throw violation(Violation.MALFORMED_COMPRESSION, "the certificate message does not inflate to " + message.uncompressedLength() + " bytes");
        }
        WireReader body = new WireReader(plain.get(), 0, plain.get().length);
        return (Certificate13) HandshakeCodec.DTLS13.decode(HandshakeType.CERTIFICATE, body);
    }

    /** What a message that has something shows, of the type that was agreed on, and along with its first certificate what was asked for. */
    public static PeerCredentials shown(Certificate13 message, CertificateType type, Set<Staple> asked) throws ProtocolException {
        Stapled stapled = Staples.read(message.certificateList().get(0).extensions(), asked);
        for (Certificate13.Entry issuer : message.certificateList().subList(1, message.certificateList().size())) {
            Staples.read(issuer.extensions(), asked); // nothing is made of it
        }
        List<Bytes> entries = message.certificateList().stream().map(Certificate13.Entry::certData).toList();
        if (!type.equals(CertificateType.RAW_PUBLIC_KEY)) {
            return PeerChain.decode(entries).with(stapled);
        }
        // [RFC9846 §4.5.1#13]
        if (entries.size() > 1) {
            throw violation(Violation.RAW_PUBLIC_KEY_NOT_ALONE, entries.size() + " entries in a Certificate with a raw public key");
        }
        return PeerKey.decode(entries.get(0));
    }
}
