package io.puredtls.srtp;

import io.puredtls.crypto.secret.SecretBytes;

/**
 * [RFC5764 §4.2] The master keys and salts of both directions, cut from exported keying material. Owns all four; the
 * caller closes it once SRTP has its keys.
 *
 * <pre>
 *   client_write_SRTP_master_key · server_write_SRTP_master_key · client_write_SRTP_master_salt · server_write_SRTP_master_salt
 * </pre>
 */
public record SrtpKeys(SecretBytes clientKey, SecretBytes serverKey, SecretBytes clientSalt, SecretBytes serverSalt)
        implements AutoCloseable {
    /** [RFC5764 §4.2#1] The exporter's label. Exported without a context. */
    public static final String EXPORTER_LABEL = "EXTRACTOR-dtls_srtp";

    /** How many bytes to export for {@code profile}, which must be a known one. */
    public static int exportLength(SrtpProfile profile) {
        return 2 * (profile.keyLength() + profile.saltLength());
    }

    /**
     * Cuts {@code material}, which is lent, into keys.
     *
     * @throws IllegalArgumentException if its length is not {@link #exportLength}
     */
    public static SrtpKeys split(SrtpProfile profile, SecretBytes material) {
        if (material.length() != exportLength(profile)) {
            throw new IllegalArgumentException(
                    profile + " takes " + exportLength(profile) + " bytes of keying material, not " + material.length());
        }
        int key = profile.keyLength();
        int salt = profile.saltLength();
        return new SrtpKeys(
                material.slice(0, key), material.slice(key, key),
                material.slice(2 * key, salt), material.slice(2 * key + salt, salt));
    }

    @Override
    public void close() {
        clientKey.close();
        serverKey.close();
        clientSalt.close();
        serverSalt.close();
    }
}
