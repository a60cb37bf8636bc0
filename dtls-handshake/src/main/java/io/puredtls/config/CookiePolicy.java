package io.puredtls.config;

/** [RFC6347 §4.2.1] When a server lets a client prove its address before it does anything for it. */
public enum CookiePolicy {
    /** Always; the default. */
    ALWAYS,
    /** Never: addresses are proven in another way, or nobody can lie about them. */
    NEVER
}
