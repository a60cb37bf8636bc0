package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.config.ClientConfig;
import io.puredtls.config.KeyLog;
import io.puredtls.config.ServerConfig;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.crypto.entropy.SystemEntropy;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.kex.KeyExchange;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.extension.ExtendedMasterSecret;
import io.puredtls.extension.ExtensionType;
import io.puredtls.message.ClientHello;
import io.puredtls.message.ClientKeyExchange;
import io.puredtls.message.HandshakeMessage;
import io.puredtls.message.ServerHello;
import io.puredtls.message.ServerKeyExchange;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.trust.TrustPolicy;
import io.puredtls.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

/** [RFC7627 §5.2] With a peer that does not know the extension, where the configuration lets such peers in. */
final class LegacyMasterSecretTest {
    private static final TrustPolicy ANYONE = TrustPolicy.dangerouslyTrustAnyone();
    private static final Credentials OWN = SelfSigned.ed25519("server.test");
    private static final List<NamedGroup> GROUP = List.of(NamedGroup.X25519);
    private static final List<CipherSuite> SUITE = List.of(CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256);

    private static ServerConfig server(KeyLog log) {
        return ServerConfig.identity(OWN).versions(ProtocolVersion.DTLS_1_2).groups(GROUP).cipherSuites(SUITE)
                .dangerouslyAllowLegacyMasterSecret().dangerouslyLogSecrets(log).build();
    }

    private static ClientHello withoutExtension(ClientHello hello) {
        return hello.withExtensions(hello.extensions().without(ExtensionType.EXTENDED_MASTER_SECRET));
    }

    /** [RFC7627 §5.2#6] Computed here by the JDK's HMAC alone. */
    @Test
    void the_server_derives_the_master_secret_as_rfc_5246_does() throws Exception {
        List<String> log = new ArrayList<>();
        HandClient client = new HandClient(server(log::add));
        ClientHello hello = withoutExtension(HandClient.hello());
        List<HandshakeMessage> flight = client.say(hello);
        ServerHello answer = (ServerHello) flight.get(0);
        assertFalse(answer.extensions().has(ExtendedMasterSecret.class));
        ServerKeyExchange theirs = (ServerKeyExchange) flight.get(2);
        try (KeyExchange ours = NamedGroup.X25519.begin(Jca.PLATFORM, SystemEntropy.INSTANCE);
                SecretBytes preMaster = ours.agree(theirs.params().share().toArray())) {
            client.say(new ClientKeyExchange(Bytes.of(ours.share())));
            byte[] master = prf(preMaster.view(), "master secret", hello.random().toArray(), answer.random().toArray());
            assertEquals(List.of("CLIENT_RANDOM " + hello.random().hex() + " " + HexFormat.of().formatHex(master)), log);
        }
    }

    /** [RFC5246 §5] PRF with SHA-256, 48 bytes. */
    private static byte[] prf(byte[] secret, String label, byte[]... seeds) throws GeneralSecurityException {
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec(secret, "HmacSHA256"));
        byte[] seed = label.getBytes(StandardCharsets.US_ASCII);
        for (byte[] each : seeds) {
            seed = concat(seed, each);
        }
        byte[] a1 = mac.doFinal(seed);
        byte[] a2 = mac.doFinal(a1);
        return Arrays.copyOf(concat(mac.doFinal(concat(a1, seed)), mac.doFinal(concat(a2, seed))), 48);
    }

    private static byte[] concat(byte[] one, byte[] other) {
        byte[] both = Arrays.copyOf(one, one.length + other.length);
        System.arraycopy(other, 0, both, one.length, other.length);
        return both;
    }

    /** [RFC7627 §5.2#6] The same derivation at both ends: their Finished messages are right. */
    @Test
    void two_ends_without_the_extension_connect_and_tell_that_they_are_unbound() {
        DtlsEngine victim = DtlsEngine.server(server(KeyLog.NONE), (datagram, offset, length) -> { });
        victim.start(0);
        ClientConfig config = ClientConfig.trusting(ANYONE).versions(ProtocolVersion.DTLS_1_2).groups(GROUP).cipherSuites(SUITE).dangerouslyAllowLegacyMasterSecret().build();
        RoguePeer client = RoguePeer.client(config, victim, (message, peer) ->
                peer.say(message instanceof ClientHello hello ? withoutExtension(hello) : message)).talk();
        assertTrue(victim.isConnected(), () -> client.victimEvents().toString());
        assertTrue(client.isConnected(), () -> client.stopped().toString());
        assertFalse(victim.info().orElseThrow().extendedMasterSecret());
    }
}
