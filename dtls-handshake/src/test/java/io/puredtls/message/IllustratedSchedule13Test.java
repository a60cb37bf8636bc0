package io.puredtls.message;

import static io.puredtls.state.Role.CLIENT;
import static io.puredtls.state.Role.SERVER;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.puredtls.authentication.FinishedVerified;
import io.puredtls.crypto.entropy.Entropy;
import io.puredtls.crypto.hash.HashAlgorithm;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.kex.Agreement;
import io.puredtls.crypto.kex.KeyExchange;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.schedule13.EarlySecret;
import io.puredtls.crypto.schedule13.HandshakeSecret;
import io.puredtls.crypto.schedule13.MainSecret;
import io.puredtls.crypto.schedule13.TrafficSecret;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.extension.KeyShares;
import io.puredtls.extension.ServerKeyShare;
import io.puredtls.state.Role;
import io.puredtls.wire.Bytes;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * The one foreign handshake whose private keys are published, from these keys to the last secret: shares, shared secret,
 * and every stage of the schedule over the transcript of what was said. Private keys: those of the project illustrated-dtls.
 */
class IllustratedSchedule13Test {
    private static final String CLIENT_PRIVATE_KEY = "202122232425262728292a2b2c2d2e2f303132333435363738393a3b3c3d3e3f";
    private static final String SERVER_PRIVATE_KEY = "909192939495969798999a9b9c9d9e9fa0a1a2a3a4a5a6a7a8a9aaabacadaeaf";

    private final ForeignConnection13 connection = ForeignConnection13.read(ForeignCapture13.ILLUSTRATED);
    private final Map<String, String> printed = ForeignCapture13.lines(Path.of("..", "testvectors", "illustrated-dtls13", "derivations.txt"))
            .stream().filter(line -> line.contains(" = ")).map(line -> line.split(" = "))
            .collect(Collectors.toMap(words -> words[0], words -> words[1], (first, later) -> first));

    /** Draws a private key that is known. */
    private static Entropy drawing(String privateKey) {
        byte[] key = HexFormat.of().parseHex(privateKey);
        return out -> System.arraycopy(key, 0, out, 0, out.length);
    }

    private Bytes clientShare() {
        return connection.message(CLIENT, ClientHello.class).find(KeyShares.class).orElseThrow().clientShares().get(0).keyExchange();
    }

    private Bytes serverShare() {
        return connection.message(SERVER, ServerHello.class).find(ServerKeyShare.class).orElseThrow().serverShare().keyExchange();
    }

    @Test
    void shares_on_the_wire_and_the_shared_secret_come_from_the_private_keys() throws Exception {
        try (KeyExchange client = NamedGroup.X25519.begin(Jca.PLATFORM, drawing(CLIENT_PRIVATE_KEY));
                SecretBytes agreed = client.agree(serverShare().toArray());
                Agreement server = NamedGroup.X25519.answer(Jca.PLATFORM, drawing(SERVER_PRIVATE_KEY), clientShare().toArray())) {
            assertEquals(clientShare(), Bytes.of(client.share()));
            assertEquals(serverShare(), Bytes.of(server.share()));
            assertEquals(agreed, server.secret());
            assertEquals(printed.get("sharedSecret"), HexFormat.of().formatHex(agreed.view()));
        }
    }

    @Test
    void secrets_of_the_key_log_come_from_the_shared_secret_and_the_transcript() throws Exception {
        byte[] hellos = hashThrough(SERVER, ServerHello.class);
        byte[] whole = hashThrough(SERVER, Finished.class);
        assertEquals(printed.get("helloHash"), HexFormat.of().formatHex(hellos));
        assertEquals(printed.get("handshakeHash"), HexFormat.of().formatHex(whole));
        HandshakeSecret handshake = EarlySecret.withoutPsk(Jca.PLATFORM, HashAlgorithm.SHA256).handshakeSecret(sharedSecret());
        assertLogged(2, CLIENT, handshake.clientTraffic(hellos));
        assertLogged(2, SERVER, handshake.serverTraffic(hellos));
        try (MainSecret main = handshake.mainSecret()) {
            assertLogged(3, CLIENT, main.clientTraffic(whole));
            assertLogged(3, SERVER, main.serverTraffic(whole));
        }
    }

    @Test
    void both_finished_come_from_the_shared_secret() throws Exception {
        byte[] hellos = hashThrough(SERVER, ServerHello.class);
        try (HandshakeSecret handshake = EarlySecret.withoutPsk(Jca.PLATFORM, HashAlgorithm.SHA256).handshakeSecret(sharedSecret())) {
            for (Role role : Role.values()) {
                byte[] before = connection.transcript(said -> said.by() == role && said.is(Finished.class)).hash();
                try (TrafficSecret secret = role == CLIENT ? handshake.clientTraffic(hellos) : handshake.serverTraffic(hellos)) {
                    FinishedVerified.check(connection.message(role, Finished.class), secret.verifyData(before));
                }
            }
        }
    }

    private SecretBytes sharedSecret() throws Exception {
        try (KeyExchange client = NamedGroup.X25519.begin(Jca.PLATFORM, drawing(CLIENT_PRIVATE_KEY))) {
            return client.agree(serverShare().toArray());
        }
    }

    /** The hash of everything up to, and with, this message. */
    private byte[] hashThrough(Role by, Class<? extends HandshakeMessage> kind) {
        int last = connection.messages().indexOf(connection.messages(by, kind).get(0));
        return connection.transcript(said -> connection.messages().indexOf(said) > last).hash();
    }

    private void assertLogged(int epoch, Role by, TrafficSecret derived) {
        try (derived; TrafficSecret logged = connection.secret(by, epoch)) {
            assertEquals(logged.hexForKeyLog(), derived.hexForKeyLog(), by + " epoch " + epoch);
        }
    }
}
