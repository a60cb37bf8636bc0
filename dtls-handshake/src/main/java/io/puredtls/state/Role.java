package io.puredtls.state;

/** Which end of an association we are. */
public enum Role {
    CLIENT,
    SERVER
}
