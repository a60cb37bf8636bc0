/**
 * The one door to {@code java.security} and {@code javax.crypto}. What a JDK offers differs from release to
 * release, so everything here can also answer "is it there?". Start with {@link io.puredtls.crypto.jca.Jca}.
 */
package io.puredtls.crypto.jca;
