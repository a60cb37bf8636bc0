package io.puredtls.engine;

import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.simulator.Pair;
import io.puredtls.trust.TrustPolicy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A handshake of DTLS 1.2 that is the same byte for byte whenever it is run: X25519, Ed25519, keys from files, one seed. */
final class Golden {
    private Golden() {
    }

    /** The credentials in {@code testvectors/credentials} of this name. */
    static Credentials credentials(String name) {
        Path directory = Path.of("testvectors", "credentials");
        if (!Files.isDirectory(directory)) {
            directory = Path.of("..").resolve(directory); // Maven runs tests in the module's directory
        }
        return Credentials.fromPem(directory.resolve(name + ".cert.pem"), directory.resolve(name + ".key.pem"));
    }

    /** Neither end asks the other for more than it must. */
    static Pair plain() {
        Credentials server = credentials("ed25519");
        return Pair.seeded(0x601D)
                .client(ClientConfig.trusting(TrustPolicy.dangerouslyTrustAnyone()).versions(ProtocolVersion.DTLS_1_2).groups(List.of(NamedGroup.X25519)))
                .server(ServerConfig.identity(server).versions(ProtocolVersion.DTLS_1_2).groups(List.of(NamedGroup.X25519)));
    }

    /** With a client certificate, so that every message there is occurs. */
    static Pair withClientCertificate() {
        Credentials client = credentials("ed25519");
        return plain().client(each -> each.identity(client))
                .server(each -> each.clientAuthentication(ClientAuthentication.REQUIRED, TrustPolicy.dangerouslyTrustAnyone()));
    }
}
