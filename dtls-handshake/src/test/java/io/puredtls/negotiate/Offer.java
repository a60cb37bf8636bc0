package io.puredtls.negotiate;

import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.sign.SignatureScheme;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.extension.EcPointFormats;
import io.puredtls.extension.ExtendedMasterSecret;
import io.puredtls.extension.Extension;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.RenegotiationInfo;
import io.puredtls.extension.SignatureAlgorithms;
import io.puredtls.extension.SupportedGroups;
import io.puredtls.message.ClientHello;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.wire.Bytes;
import java.util.ArrayList;
import java.util.List;

/** A ClientHello as modern clients send it, to be changed in one thing. Immutable. */
record Offer(ProtocolVersion version, List<CipherSuite> suites, Bytes compressionMethods, List<Extension> extensions) {
    static final Offer MODERN = new Offer(ProtocolVersion.DTLS_1_2, CipherSuite.KNOWN, Bytes.of((byte) 0), List.of(
            new ExtendedMasterSecret(), RenegotiationInfo.INITIAL, new SupportedGroups(NamedGroup.KNOWN),
            EcPointFormats.UNCOMPRESSED_ONLY, new SignatureAlgorithms(SignatureScheme.KNOWN)));

    Offer version(int code) {
        return new Offer(new ProtocolVersion(code), suites, compressionMethods, extensions);
    }

    Offer suites(CipherSuite... only) {
        return new Offer(version, List.of(only), compressionMethods, extensions);
    }

    Offer compressionMethods(String hex) {
        return new Offer(version, suites, Bytes.ofHex(hex), extensions);
    }

    /** Instead of the one of its type, or in addition. */
    Offer with(Extension extension) {
        List<Extension> list = new ArrayList<>(extensions);
        list.removeIf(each -> each.type().equals(extension.type()));
        list.add(extension);
        return new Offer(version, suites, compressionMethods, list);
    }

    Offer without(Class<? extends Extension> kind) {
        return new Offer(version, suites, compressionMethods, extensions.stream().filter(each -> !kind.isInstance(each)).toList());
    }

    Offer withoutExtensions() {
        return new Offer(version, suites, compressionMethods, List.of());
    }

    ClientHello hello() {
        return new ClientHello(
                version, Bytes.of(new byte[32]), Bytes.EMPTY, Bytes.EMPTY, suites, compressionMethods, new Extensions(extensions));
    }
}
