package io.puredtls.trust;

/** [RFC5280 §4.2.1.12] What the peer's certificate is used for. */
public enum Purpose {
    /** The peer is a server: extended key usage, if any, must allow id-kp-serverAuth. */
    SERVER_AUTHENTICATION("1.3.6.1.5.5.7.3.1"),
    /** The peer is a client: extended key usage, if any, must allow id-kp-clientAuth. */
    CLIENT_AUTHENTICATION("1.3.6.1.5.5.7.3.2");

    private final String oid;

    Purpose(String oid) {
        this.oid = oid;
    }

    /** The object identifier of the purpose, dotted. */
    String oid() {
        return oid;
    }
}
