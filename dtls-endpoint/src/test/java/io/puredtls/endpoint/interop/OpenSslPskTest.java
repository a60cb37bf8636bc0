package io.puredtls.endpoint.interop;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.puredtls.config.ClientConfig;
import io.puredtls.config.LegacyCipherSuites;
import io.puredtls.config.PskStore;
import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.PreSharedKey;
import io.puredtls.session.SessionInfo;
import io.puredtls.trust.TrustPolicy;
import io.puredtls.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** [RFC4279 §2] [RFC5489 §2] Pre-shared keys in DTLS 1.2, in both roles, by every suite that OpenSSL has. */
@Timeout(120)
class OpenSslPskTest {
    private static final byte[] IDENTITY = "device 7".getBytes(StandardCharsets.UTF_8);
    private static final byte[] SECRET = "sixteen bytes, or more".getBytes(StandardCharsets.UTF_8);
    private static final PreSharedKey KEY = PreSharedKey.of(IDENTITY, SECRET);
    private static final String HEX = HexFormat.of().formatHex(SECRET);

    @BeforeAll
    static void prepare() {
        OpenSsl.assumePresent();
    }

    /** OpenSSL has those with ephemeral shares by ChaCha20 and by CBC. */
    static Stream<CipherSuite> suites() {
        return CipherSuite.KNOWN.stream().filter(suite -> suite.isByKey()
                && (!suite.keyExchange().isEphemeral() || suite.isLegacy() || suite.equals(CipherSuite.TLS_ECDHE_PSK_WITH_CHACHA20_POLY1305_SHA256)));
    }

    private static ClientConfig client(CipherSuite suite) {
        return ClientConfig.trusting(TrustPolicy.roots(List.of())).versions(ProtocolVersion.DTLS_1_2)
                .legacyCipherSuites(LegacyCipherSuites.CBC).cipherSuites(List.of(suite)).preSharedKeys(KEY).build();
    }

    private static ServerConfig server(CipherSuite suite) {
        return ServerConfig.identity().versions(ProtocolVersion.DTLS_1_2).legacyCipherSuites(LegacyCipherSuites.CBC).cipherSuites(List.of(suite))
                .preSharedKeys(PskStore.of(KEY).withIdentityHint("which device?".getBytes(StandardCharsets.UTF_8))).build();
    }

    private static void assertAgreed(CipherSuite suite, SessionInfo info) {
        assertEquals(suite, info.cipherSuite());
        assertEquals(Optional.of(Bytes.of(IDENTITY)), info.peer().pskIdentity());
        assertEquals(suite.keyExchange().isEphemeral(), info.group().isPresent());
    }

    @ParameterizedTest
    @MethodSource("suites")
    void our_client_and_their_server(CipherSuite suite) throws Exception {
        assertConnects(suite, "-psk_hint", "which device?");
    }

    @ParameterizedTest
    @MethodSource("suites")
    void our_client_and_their_server_without_a_hint(CipherSuite suite) throws Exception {
        assertConnects(suite);
    }

    private static void assertConnects(CipherSuite suite, String... hint) throws Exception {
        String[] options = Interop.options(
                List.of("-nocert", "-psk", HEX, "-psk_identity", "device 7", "-cipher", OpenSsl.nameOf(suite)), hint);
        try (OpenSsl server = OpenSsl.server(options); var session = Interop.connect(server, client(suite))) {
            assertAgreed(suite, Interop.get(session.opened()));
            Interop.talk(session, server);
        }
    }

    @ParameterizedTest
    @MethodSource("suites")
    void our_server_and_their_client(CipherSuite suite) throws Exception {
        try (var server = Interop.listen(server(suite));
                OpenSsl client = OpenSsl.client(Interop.port(server), "-psk", HEX, "-psk_identity", "device 7", "-cipher", OpenSsl.nameOf(suite));
                var session = Interop.accept(server)) {
            assertAgreed(suite, session.info().orElseThrow());
            client.tool().await("Cipher is " + OpenSsl.nameOf(suite));
            client.tool().await("PSK identity: device 7");
            client.tool().await("PSK identity hint: which device\\?");
            Interop.talk(session, client);
        }
    }

    @Test
    void their_client_with_another_key_is_told_decrypt_error() throws Exception {
        CipherSuite suite = CipherSuite.TLS_PSK_WITH_AES_128_GCM_SHA256;
        try (var server = Interop.listen(server(suite));
                OpenSsl client = OpenSsl.client(Interop.port(server), "-psk", "00" + HEX, "-psk_identity", "device 7", "-cipher", OpenSsl.nameOf(suite))) {
            client.tool().await("alert decrypt error");
        }
    }
}
