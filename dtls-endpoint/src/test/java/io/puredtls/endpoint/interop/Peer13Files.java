package io.puredtls.endpoint.interop;

import io.puredtls.crypto.credentials.Certificates;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.trust.PkixTrust;
import io.puredtls.trust.TrustPolicy;
import java.nio.file.Path;
import java.util.List;

/** The self-signed certificates of the recorded connections, which every peer reads: {@code server}, {@code rsa}, {@code client}. */
final class Peer13Files {
    static final String SERVER_NAME = "handshake.test";

    private static final Path FOLDER = Path.of("..", "testvectors", "pion-dtls13");

    private Peer13Files() {
    }

    static Credentials credentials(String owner) {
        return Credentials.fromPem(path(owner, "cert"), path(owner, "key"));
    }

    /** Trust in one of them, and in nobody else. */
    static PkixTrust trust(String owner) {
        return TrustPolicy.roots(Certificates.fromPem(path(owner, "cert")));
    }

    /** The options by which a peer shows one of them. */
    static List<String> identity(String owner) {
        return List.of("--cert", path(owner, "cert").toString(), "--key", path(owner, "key").toString());
    }

    /** The options by which a peer trusts one of them. */
    static List<String> trusting(String owner) {
        return List.of("--ca", path(owner, "cert").toString());
    }

    private static Path path(String owner, String kind) {
        return FOLDER.resolve(owner + "." + kind + ".pem");
    }
}
