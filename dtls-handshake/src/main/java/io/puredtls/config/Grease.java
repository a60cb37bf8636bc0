package io.puredtls.config;

/** [RFC8701] Whether a client offers values that mean nothing, so that servers do not come to rely on knowing all. */
public enum Grease {
    /** In cipher suites, groups, versions and extensions. The default. */
    SENT,
    /** None. */
    NONE
}
