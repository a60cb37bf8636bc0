package io.puredtls.negotiate;

import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.sign.SignatureScheme;

/**
 * What a server chose for a ClientHello of DTLS 1.2.
 *
 * @param agreed what its ServerHello says
 * @param group what keys are exchanged in
 * @param credentials what it shows
 * @param scheme what it signs by
 */
public record Chosen12(Agreed12 agreed, NamedGroup group, Credentials credentials, SignatureScheme scheme) {
}
