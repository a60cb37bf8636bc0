package io.puredtls.session;

import io.puredtls.crypto.credentials.Certificates;
import io.puredtls.crypto.credentials.CredentialsException;
import io.puredtls.crypto.credentials.RawPublicKey;
import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What encoded sessions of both versions have in common. */
record SessionFields(Optional<String> serverName, Optional<String> applicationProtocol, PeerIdentity peer) {
    static void encode(WireWriter out, Optional<String> serverName, Optional<String> applicationProtocol, PeerIdentity peer) {
        out.opaque16("server_name", text(serverName));
        out.opaque8("protocol_name", text(applicationProtocol));
        out.u8("verified", peer.verified() ? 1 : 0);
        out.opaque16("psk_identity", peer.pskIdentity().orElse(Bytes.EMPTY));
        out.opaque24("subjectPublicKeyInfo", peer.rawPublicKey().map(key -> Bytes.of(key.encoded())).orElse(Bytes.EMPTY));
        out.vector24("certificate_list", list -> peer.chain().forEach(each -> list.opaque24("cert_data", der(each))));
    }

    static SessionFields decode(WireReader in) throws DecodeException {
        Optional<String> serverName = text(in.opaque16("server_name"));
        Optional<String> protocol = text(in.opaque8("protocol_name"));
        boolean verified = flag(in, "verified");
        Bytes pskIdentity = in.opaque16("psk_identity");
        Optional<RawPublicKey> rawPublicKey = rawPublicKey(in.opaque24("subjectPublicKeyInfo"));
        List<X509Certificate> chain = certificates(in.vector24("certificate_list"));
        return new SessionFields(
                serverName, protocol, new PeerIdentity(
                        chain, rawPublicKey, verified, Optional.of(pskIdentity).filter(name -> !name.isEmpty())));
    }

    static void requireFormat(WireReader in, int format) throws DecodeException {
        if (in.u8("format") != format) {
            throw new DecodeException("format", "is not " + format);
        }
    }

    static boolean flag(WireReader in, String field) throws DecodeException {
        int flag = in.u8(field);
        if (flag > 1) {
            throw new DecodeException(field, "is neither 0 nor 1");
        }
        return flag == 1;
    }

    static long time(WireReader in, String field) throws DecodeException {
        long time = in.u64(field);
        if (time < 0) {
            throw new DecodeException(field, "is no time of the wall clock");
        }
        return time;
    }

    private static Bytes text(Optional<String> text) {
        return text.map(each -> Bytes.of(each.getBytes(StandardCharsets.UTF_8))).orElse(Bytes.EMPTY);
    }

    private static Optional<String> text(Bytes bytes) {
        return bytes.isEmpty() ? Optional.empty() : Optional.of(new String(bytes.toArray(), StandardCharsets.UTF_8));
    }

    private static Bytes der(X509Certificate certificate) {
        try {
            return Bytes.of(certificate.getEncoded());
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException("a certificate that was read has no encoding", impossible);
        }
    }

    private static Optional<RawPublicKey> rawPublicKey(Bytes der) throws DecodeException {
        try {
            return der.isEmpty() ? Optional.empty() : Optional.of(RawPublicKey.fromDer(der.toArray()));
        } catch (CredentialsException unreadable) {
            throw new DecodeException("subjectPublicKeyInfo", "is not a public key");
        }
    }

    private static List<X509Certificate> certificates(WireReader list) throws DecodeException {
        List<X509Certificate> chain = new ArrayList<>();
        while (list.hasMore()) {
            Bytes der = list.opaque24("cert_data");
            try {
                chain.add(Certificates.fromDer(der.toArray()));
            } catch (CertificateException unreadable) {
                throw new DecodeException("cert_data", "is not a certificate");
            }
        }
        list.end();
        return chain;
    }
}
