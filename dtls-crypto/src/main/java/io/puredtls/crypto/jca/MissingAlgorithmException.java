package io.puredtls.crypto.jca;

/** An algorithm was asked for that neither the chosen provider nor the platform has. */
public final class MissingAlgorithmException extends IllegalStateException {
    private static final long serialVersionUID = 1;

    MissingAlgorithmException(String service, String algorithm, Throwable cause) {
        super("no provider offers " + service + " " + algorithm, cause);
    }
}
