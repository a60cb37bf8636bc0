package io.puredtls.crypto.credentials;

import io.puredtls.crypto.credentials.CertificateExtension.Unknown;
import io.puredtls.crypto.der.DerWriter;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What a certificate says beside name and key: how long it is valid and its extensions. Begin with
 * {@link #endEntity} or {@link #authority}; each further method gives changed options and leaves the old ones as
 * they are. Immutable and thread-safe. [RFC5280 §4.1, §4.2]
 */
public final class CertificateOptions {
    /** The purpose of a server's certificate. [RFC5280 §4.2.1.12] */
    public static final String SERVER_AUTH = "1.3.6.1.5.5.7.3.1";
    /** The purpose of a client's certificate. [RFC5280 §4.2.1.12] */
    public static final String CLIENT_AUTH = "1.3.6.1.5.5.7.3.2";

    private final Instant notBefore;
    private final Instant notAfter;
    private final Map<String, CertificateExtension> extensions;

    private CertificateOptions(Instant notBefore, Instant notAfter, Map<String, CertificateExtension> extensions) {
        if (notBefore.isAfter(notAfter)) {
            throw new CredentialsException("a certificate cannot end before it begins: " + notBefore + " to " + notAfter);
        }
        this.notBefore = notBefore;
        this.notAfter = notAfter;
        this.extensions = extensions;
    }

    /** A server or client: no authority, signs handshakes, good for both purposes. Valid in whole seconds, both included. */
    public static CertificateOptions endEntity(Instant notBefore, Instant notAfter) {
        return new CertificateOptions(notBefore, notAfter, Map.of())
                .with(CertificateExtension.endEntityConstraints())
                .keyUsage(KeyUsage.DIGITAL_SIGNATURE)
                .extendedKeyUsage(SERVER_AUTH, CLIENT_AUTH);
    }

    /** An authority that signs certificates and revocation lists. Valid in whole seconds, both included. */
    public static CertificateOptions authority(Instant notBefore, Instant notAfter) {
        return new CertificateOptions(notBefore, notAfter, Map.of())
                .with(CertificateExtension.authorityConstraints())
                .keyUsage(KeyUsage.KEY_CERT_SIGN, KeyUsage.CRL_SIGN);
    }

    /** Makes it an authority with at most {@code authorities} further ones between itself and an end entity. */
    public CertificateOptions pathLength(int authorities) {
        return with(CertificateExtension.authorityConstraints(authorities));
    }

    /** The hosts it is for, DNS names or IP address literals, in place of those named before. */
    public CertificateOptions names(String... hosts) {
        return names(List.of(hosts));
    }

    /** The hosts it is for, DNS names or IP address literals, in place of those named before. */
    public CertificateOptions names(Collection<String> hosts) {
        return with(CertificateExtension.subjectAlternativeNames(hosts.stream().map(GeneralName::of).toList()));
    }

    /** What its key may do, in place of what was said before. */
    public CertificateOptions keyUsage(KeyUsage... usages) {
        return with(CertificateExtension.keyUsage(List.of(usages)));
    }

    /** What it is for, as dotted OIDs, in place of what was said before. */
    public CertificateOptions extendedKeyUsage(String... purposes) {
        return with(CertificateExtension.extendedKeyUsage(List.of(purposes)));
    }

    /**
     * The names that certificates below an authority may and may not carry: DNS suffixes as in {@code example.com}
     * and address ranges as in {@code 10.0.0.0/8}. An empty list says nothing. [RFC5280 §4.2.1.10]
     */
    public CertificateOptions nameConstraints(Collection<String> permitted, Collection<String> excluded) {
        return with(CertificateExtension.nameConstraints(
                permitted.stream().map(GeneralName::subtree).toList(),
                excluded.stream().map(GeneralName::subtree).toList()));
    }

    /** An extension that verifiers may ignore if they do not know it; {@code value} is DER, and lent. */
    public CertificateOptions extension(String oid, byte[] value) {
        return with(CertificateExtension.of(oid, Unknown.IS_IGNORED, value));
    }

    /** An extension that verifiers must refuse if they do not know it; {@code value} is DER, and lent. */
    public CertificateOptions criticalExtension(String oid, byte[] value) {
        return with(CertificateExtension.of(oid, Unknown.IS_REFUSED, value));
    }

    /** Leaves out an extension that the starting point or an earlier call had put in. */
    public CertificateOptions without(String oid) {
        Map<String, CertificateExtension> fewer = new LinkedHashMap<>(extensions);
        fewer.remove(oid);
        return new CertificateOptions(notBefore, notAfter, fewer);
    }

    /** Adds {@code extension}, in the place of an older one of its kind: no certificate may have two. [RFC5280 §4.2] */
    CertificateOptions with(CertificateExtension extension) {
        Map<String, CertificateExtension> more = new LinkedHashMap<>(extensions);
        more.put(extension.oid(), extension);
        return new CertificateOptions(notBefore, notAfter, more);
    }

    void writeValidity(DerWriter out) {
        out.sequence(validity -> validity.time(notBefore).time(notAfter));
    }

    void writeExtensions(DerWriter out) {
        out.sequence(all -> extensions.values().forEach(extension -> extension.write(all)));
    }

    @Override
    public String toString() {
        return "CertificateOptions[" + notBefore + " to " + notAfter + ", extensions " + extensions.keySet() + "]";
    }
}
