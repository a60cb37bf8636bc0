package io.puredtls.crypto.credentials;

import io.puredtls.crypto.der.DerTag;
import io.puredtls.crypto.der.DerWriter;
import java.util.List;
import java.util.function.Consumer;

/** One certificate extension, and how the ones that we write are encoded. [RFC5280 §4.2] */
final class CertificateExtension {
    static final String SUBJECT_KEY_IDENTIFIER = "2.5.29.14";

    /** What a verifier does that does not know the extension. */
    enum Unknown { IS_REFUSED, IS_IGNORED }

    private final String oid;
    private final Unknown unknown;
    private final byte[] value;

    private CertificateExtension(String oid, Unknown unknown, byte[] value) {
        this.oid = oid;
        this.unknown = unknown;
        this.value = value;
    }

    /** An extension whose {@code value} is DER already; it is copied. */
    static CertificateExtension of(String oid, Unknown unknown, byte[] value) {
        return new CertificateExtension(oid, unknown, value.clone());
    }

    private static CertificateExtension of(String oid, Unknown unknown, Consumer<DerWriter> value) {
        return new CertificateExtension(oid, unknown, DerWriter.encode(value));
    }

    /** [RFC5280 §4.2.1.9] cA is FALSE by its absence. */
    static CertificateExtension endEntityConstraints() {
        return of("2.5.29.19", Unknown.IS_REFUSED, out -> out.sequence(constraints -> { }));
    }

    /** [RFC5280 §4.2.1.9] An authority, with as many authorities below it as it likes. */
    static CertificateExtension authorityConstraints() {
        return of("2.5.29.19", Unknown.IS_REFUSED, out -> out.sequence(DerWriter::booleanTrue));
    }

    /** [RFC5280 §4.2.1.9] An authority, with a bound on the authorities below it. */
    static CertificateExtension authorityConstraints(int pathLength) {
        if (pathLength < 0) {
            throw new CredentialsException("a path length is 0 or more, not " + pathLength);
        }
        return of("2.5.29.19", Unknown.IS_REFUSED, out -> out.sequence(constraints -> constraints.booleanTrue().integer(pathLength)));
    }

    /** [RFC5280 §4.2.1.3] */
    static CertificateExtension keyUsage(List<KeyUsage> usages) {
        return of("2.5.29.15", Unknown.IS_REFUSED, out -> out.namedBits(some(usages, "key usage").stream().mapToInt(KeyUsage::ordinal).toArray()));
    }

    /** [RFC5280 §4.2.1.12] */
    static CertificateExtension extendedKeyUsage(List<String> purposes) {
        return of("2.5.29.37", Unknown.IS_IGNORED, out -> out.sequence(oids -> some(purposes, "purpose").forEach(oids::oid)));
    }

    /** [RFC5280 §4.2.1.6] */
    static CertificateExtension subjectAlternativeNames(List<GeneralName> names) {
        return of("2.5.29.17", Unknown.IS_IGNORED, out -> out.sequence(all -> some(names, "name").forEach(name -> name.write(all))));
    }

    /** [RFC5280 §4.2.1.10] An empty list is left out, as its SEQUENCE may not be empty. */
    static CertificateExtension nameConstraints(List<GeneralName> permitted, List<GeneralName> excluded) {
        if (permitted.isEmpty()) {
            some(excluded, "permitted or excluded name");
        }
        return of("2.5.29.30", Unknown.IS_REFUSED, out -> out.sequence(constraints -> {
            subtrees(constraints, 0, permitted);
            subtrees(constraints, 1, excluded);
        }));
    }

    private static void subtrees(DerWriter out, int number, List<GeneralName> names) {
        if (!names.isEmpty()) {
            out.constructed(DerTag.contextConstructed(number), all -> names.forEach(name -> all.sequence(name::writeSubtree)));
        }
    }

    /** All these extensions are SIZE (1..MAX): nothing to say means no extension. */
    private static <T> List<T> some(List<T> given, String what) {
        if (given.isEmpty()) {
            throw new CredentialsException("give at least one " + what + ", or leave the extension out");
        }
        return given;
    }

    /** [RFC5280 §4.2.1.2] */
    static CertificateExtension subjectKeyIdentifier(byte[] identifier) {
        return of(SUBJECT_KEY_IDENTIFIER, Unknown.IS_IGNORED, out -> out.octetString(identifier));
    }

    /** [RFC5280 §4.2.1.1] */
    static CertificateExtension authorityKeyIdentifier(byte[] identifier) {
        return of("2.5.29.35", Unknown.IS_IGNORED, out -> out.sequence(key -> key.primitive(DerTag.context(0), identifier)));
    }

    String oid() {
        return oid;
    }

    void write(DerWriter out) {
        out.sequence(extension -> {
            extension.oid(oid);
            if (unknown == Unknown.IS_REFUSED) {
                extension.booleanTrue();
            }
            extension.octetString(value);
        });
    }
}
