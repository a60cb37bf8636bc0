package io.puredtls.config;

/** [RFC6066 §3] What a server does for a name that none of its certificates is for. */
public enum UnknownNames {
    /** The default: the first credentials that fit otherwise are used, and the client judges. */
    USE_DEFAULT,
    /** The handshake is refused with unrecognized_name. */
    REFUSE
}
