package io.puredtls.config;

import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.sign.SignatureScheme;
import java.util.List;
import java.util.Optional;

/** That configured keys and configured signature schemes go together. */
final class CredentialsCheck {
    private CredentialsCheck() {
    }

    static void eachCanSign(List<Credentials> credentials, List<SignatureScheme> schemes) {
        for (Credentials each : credentials) {
            if (schemes.stream().noneMatch(scheme -> scheme.keyKind().equals(Optional.of(each.keyKind())))) {
                throw new ConfigException("a key of kind " + each.keyKind() + " can sign by none of the configured schemes " + schemes);
            }
        }
    }
}
