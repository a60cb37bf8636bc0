package io.puredtls.endpoint.interop;

import io.puredtls.crypto.credentials.Credentials;
import java.io.IOException;
import java.net.DatagramSocket;
import java.security.interfaces.ECPrivateKey;
import java.util.List;

/** The commands of GnuTLS. */
final class GnuTls {
    private GnuTls() {
    }

    /** Whether both are on this machine. */
    static boolean isPresent() {
        return isPresent("gnutls-cli") && isPresent("gnutls-serv");
    }

    private static boolean isPresent(String name) {
        try (Tool tool = Tool.start(name, "--version")) {
            tool.await("^" + name);
            return true;
        } catch (IOException | InterruptedException | AssertionError missing) {
            return false;
        }
    }

    /** The options that show a certificate. */
    static List<String> identity(Pki pki, Credentials credentials) throws IOException {
        return List.of("--x509certfile", pki.identity(credentials, "").get(1), "--x509keyfile", keyFile(pki, credentials));
    }

    /** A private key as they read it. */
    static String keyFile(Pki pki, Credentials credentials) throws IOException {
        return credentials.privateKey() instanceof ECPrivateKey ? pki.wholeP256KeyFile(credentials) : pki.identity(credentials, "").get(3);
    }

    /** A port that was free a moment ago: gnutls-serv does not tell which one the kernel chose. */
    static int freePort() throws IOException {
        try (DatagramSocket socket = new DatagramSocket(0)) {
            return socket.getLocalPort();
        }
    }

    /** A server by this command, once it listens. */
    static Tool server(int port, List<String> command) throws IOException, InterruptedException {
        Tool server = Tool.start(command);
        try {
            server.await("IPv4 0\\.0\\.0\\.0 port " + port + "\\.\\.\\.done");
            return server;
        } catch (AssertionError failed) {
            server.close();
            throw failed;
        }
    }
}
