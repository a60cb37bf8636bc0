package io.puredtls.endpoint.interop;

import io.puredtls.crypto.suite.CipherSuite;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** The {@code openssl} command: {@code s_server} and {@code s_client} in DTLS 1.2. */
final class OpenSsl implements AutoCloseable {
    private static final String VERSION = version();

    private final Tool tool;
    private final int port;

    private OpenSsl(Tool tool, int port) {
        this.tool = tool;
        this.port = port;
    }

    private static String version() {
        try (Tool tool = Tool.start("openssl", "version")) {
            return tool.await("^(OpenSSL \\S+)").group(1);
        } catch (IOException | InterruptedException | AssertionError missing) {
            return "";
        }
    }

    /** Skips what follows, and says so, where there is no such command. */
    static void assumePresent() {
        assumeThat(!VERSION.isEmpty(), "no openssl command on this machine: nothing was tried against OpenSSL");
    }

    /** Skips what follows, and says so. */
    static void assumeThat(boolean condition, String otherwise) {
        if (!condition) {
            System.out.println("SKIPPED: " + otherwise);
        }
        Assumptions.assumeTrue(condition, "SKIPPED: " + otherwise);
    }

    /** Whether it is of the line 3.0 or older. */
    static boolean isAtMost30() {
        return VERSION.matches("OpenSSL ([12]\\.|3\\.0\\.).*");
    }

    /** An {@code s_server} that listens on a port of the kernel's choice. */
    static OpenSsl server(String... arguments) throws IOException, InterruptedException {
        Tool tool = Tool.start(command("s_server", List.of("-accept", "127.0.0.1:0"), arguments));
        try {
            return new OpenSsl(tool, Integer.parseInt(tool.await("^ACCEPT 127\\.0\\.0\\.1:([0-9]+)").group(1)));
        } catch (AssertionError failed) {
            tool.close();
            throw failed;
        }
    }

    /** An {@code s_client} that connects to {@code port}. */
    static OpenSsl client(int port, String... arguments) throws IOException {
        return new OpenSsl(Tool.start(command("s_client", List.of("-connect", "127.0.0.1:" + port), arguments)), port);
    }

    private static List<String> command(String verb, List<String> where, String... arguments) {
        List<String> command = new ArrayList<>(List.of("openssl", verb, "-dtls1_2"));
        command.addAll(where);
        command.addAll(List.of(arguments));
        return command;
    }

    /** OpenSSL's name of a suite. */
    static String nameOf(CipherSuite suite) {
        return suite.toString().replace("TLS_", "").replace("WITH_", "").replace("AES_", "AES")
                .replaceFirst("^((?!.*PSK).*)CBC_", "$1").replace("POLY1305_SHA256", "POLY1305").replace("CCM_8", "CCM8").replace('_', '-');
    }

    int port() {
        return port;
    }

    Tool tool() {
        return tool;
    }

    @Override
    public void close() {
        tool.close();
    }
}
