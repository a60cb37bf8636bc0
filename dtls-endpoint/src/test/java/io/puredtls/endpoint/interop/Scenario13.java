package io.puredtls.endpoint.interop;

import io.puredtls.config.ClientAuthentication;
import io.puredtls.config.ClientConfig;
import io.puredtls.config.ConnectionIdGenerator;
import io.puredtls.config.CookiePolicy;
import io.puredtls.config.KeyShareOffer;
import io.puredtls.config.Options;
import io.puredtls.config.PskStore;
import io.puredtls.config.ServerConfig;
import io.puredtls.config.TicketPolicy;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.endpoint.DtlsSession;
import io.puredtls.endpoint.interop.Peer13.Can;
import io.puredtls.endpoint.interop.Peer13.Stack;
import io.puredtls.session.ExternalPsk;
import io.puredtls.session.PreSharedKey;
import io.puredtls.session.SessionInfo;
import io.puredtls.wire.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** One way to connect, in either role: what the peer is told, what we configure, and what must come of it. */
final class Scenario13 {
    private static final byte[] PSK = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};
    private static final String PSK_HEX = "000102030405060708090a0b0c0d0e0f";
    private static final String PSK_IDENTITY = "device-1";

    private final String name;
    private final List<String> server = new ArrayList<>(); // the peer's options in this role
    private final List<String> client = new ArrayList<>();
    private String serverOwner = "server";
    private boolean withCertificates = true;
    private Predicate<Peer13> asServer = peer -> true;
    private Predicate<Peer13> asClient = peer -> true;
    private Consumer<ClientConfig.Builder> ourClient = builder -> {
        // as it is
    };
    private Consumer<ServerConfig.Builder> ourServer = builder -> {
        // as it is
    };
    private Consumer<SessionInfo> check = info -> {
        // nothing to check
    };
    private Consumer<DtlsSession> checkSession = session -> {
        // nothing to check
    };
    private int clientHellos;

    private Scenario13(String name) {
        this.name = name;
    }

    /** All of them. */
    static List<Scenario13> all() {
        List<Scenario13> all = new ArrayList<>();
        all.add(suite(CipherSuite.TLS_AES_128_GCM_SHA256, Can.AES_128_GCM));
        all.add(suite(CipherSuite.TLS_AES_256_GCM_SHA384, Can.AES_256_GCM));
        all.add(suite(CipherSuite.TLS_CHACHA20_POLY1305_SHA256, Can.CHACHA20));
        all.add(group(NamedGroup.X25519));
        all.add(group(NamedGroup.SECP256R1));
        all.add(group(NamedGroup.SECP384R1));
        if (NamedGroup.X25519MLKEM768.isAvailable(Jca.PLATFORM)) {
            all.add(group(NamedGroup.X25519MLKEM768).both(Can.MLKEM));
            all.add(largeShareAtOnce());
        }
        all.add(new Scenario13("no retry").server("--cookie", "off", "--groups", "x25519").client("--groups", "x25519")
                .ourServer(config -> config.cookiePolicy(CookiePolicy.NEVER)).hellos(1));
        all.add(new Scenario13("retry for a cookie").server("--groups", "x25519").client("--groups", "x25519")
                .asServer(Can.ASK_FOR_COOKIE).hellos(2));
        all.add(anotherGroup("retry for another group").server("--cookie", "off")
                .ourServer(config -> config.cookiePolicy(CookiePolicy.NEVER)));
        all.add(anotherGroup("retry for a cookie and another group").asServer(Can.ASK_FOR_COOKIE));
        all.add(new Scenario13("client certificate").server("--client-auth", "require").server(Peer13Files.trusting("client"))
                .client(Peer13Files.identity("client"))
                .ourClient(config -> config.identity(Peer13Files.credentials("client")))
                .ourServer(config -> config.clientAuthentication(ClientAuthentication.REQUIRED, Peer13Files.trust("client"))));
        all.add(new Scenario13("RSA certificate").owner("rsa").both(Can.RSA));
        all.add(new Scenario13("application protocol").server("--alpn", "echo").client("--alpn", "echo").both(Can.ALPN)
                .ours(config -> config.applicationProtocols("coap", "echo"))
                .check(info -> require(info.applicationProtocol().equals(Optional.of("echo")), info)));
        all.add(externalPsk());
        all.add(importedPsk());
        all.add(new Scenario13("connection IDs").server("--cid", "4").client("--cid", "8").both(Can.CONNECTION_IDS)
                .ourClient(config -> config.connectionIds(ConnectionIdGenerator.ofLength(8)))
                .ourServer(config -> config.connectionIds(ConnectionIdGenerator.ofLength(4)))
                .checkSession(session -> require(session.sendConnectionId().length() + session.receiveConnectionIds().get(0).length() == 12,
                        session.info().orElseThrow())));
        all.add(new Scenario13("short headers").server("--short-header").client("--short-header").both(Can.SHORT_HEADERS));
        for (int mtu : new int[] {300, 512, 800}) {
            all.add(fragments(mtu));
        }
        return all;
    }

    private static Scenario13 suite(CipherSuite suite, Can ability) {
        return new Scenario13(suite.toString()).server("--suites", suite.toString()).client("--suites", suite.toString()).both(ability)
                .ours(config -> config.cipherSuites(List.of(suite)))
                .check(info -> require(info.cipherSuite().equals(suite), info));
    }

    private static Scenario13 group(NamedGroup group) {
        return new Scenario13(group.toString()).server("--groups", group.toString()).client("--groups", group.toString())
                .ours(config -> config.groups(List.of(group)))
                .check(info -> require(info.group().equals(Optional.of(group)), info));
    }

    private static Scenario13 anotherGroup(String name) {
        return new Scenario13(name).server("--groups", "secp256r1").client("--groups", "x25519,secp256r1")
                .ourClient(config -> config.groups(List.of(NamedGroup.X25519, NamedGroup.SECP256R1)))
                .ourServer(config -> config.groups(List.of(NamedGroup.SECP256R1)))
                .check(info -> require(info.group().equals(Optional.of(NamedGroup.SECP256R1)), info)).hellos(2);
    }

    /** The first hello takes two datagrams; wolfSSL lets none in that does, unless it has a cookie, and sends none. */
    private static Scenario13 largeShareAtOnce() {
        String group = NamedGroup.X25519MLKEM768.toString();
        Scenario13 scenario = new Scenario13(group + " at once").server("--cookie", "off", "--groups", group).client("--groups", group)
                .both(Can.MLKEM)
                .ourClient(config -> config.keyShares(KeyShareOffer.FIRST_FLIGHT))
                .ourServer(config -> config.cookiePolicy(CookiePolicy.NEVER)).hellos(1);
        scenario.asServer = scenario.asServer.and(peer -> peer.stack() != Stack.WOLFSSL);
        scenario.asClient = scenario.asClient.and(peer -> peer.stack() != Stack.WOLFSSL);
        return scenario;
    }

    private static Scenario13 externalPsk() {
        PreSharedKey key = PreSharedKey.of(PSK_IDENTITY.getBytes(), PSK);
        Scenario13 scenario = new Scenario13("external PSK").server("--psk", PSK_HEX, "--psk-id", PSK_IDENTITY, "--tickets")
                .client("--tickets", "--psk", PSK_HEX, "--psk-id", PSK_IDENTITY).both(Can.EXTERNAL_PSK)
                .ourClient(config -> config.preSharedKeys(key))
                .ourServer(config -> config.preSharedKeys(PskStore.of(key)))
                .ours(config -> config.cipherSuites(List.of(CipherSuite.TLS_AES_128_GCM_SHA256)))
                .server("--suites", "TLS_AES_128_GCM_SHA256").client("--suites", "TLS_AES_128_GCM_SHA256")
                .check(info -> require(info.signatureScheme().isEmpty(), info));
        scenario.withCertificates = false;
        return scenario;
    }

    /** [RFC9258] BoringSSL does not choose suites as it is told: both keys are offered. */
    private static Scenario13 importedPsk() {
        List<PreSharedKey> keys = ExternalPsk.of(PSK_IDENTITY.getBytes(), PSK).withContext("peers".getBytes()).imported();
        Scenario13 scenario = new Scenario13("imported PSK").server("--psk", PSK_HEX, "--psk-id", PSK_IDENTITY)
                .client("--psk", PSK_HEX, "--psk-id", PSK_IDENTITY).both(Can.IMPORTED_PSK)
                .ourClient(config -> config.preSharedKeys(keys))
                .ourServer(config -> config.preSharedKeys(PskStore.of(keys)))
                .check(info -> require(info.peer().pskIdentity().equals(Optional.of(Bytes.of(PSK_IDENTITY.getBytes()))), info));
        scenario.withCertificates = false;
        return scenario;
    }

    /** Both ends cut everything small: certificates, of RSA if that can be, and signatures; but for wolfSSL, which needs 800. */
    private static Scenario13 fragments(int mtu) {
        return new Scenario13("MTU of " + mtu).owner("rsa").server("--mtu", String.valueOf(mtu)).client("--mtu", String.valueOf(mtu))
                .server("--client-auth", "require").server(Peer13Files.trusting("client")).client(Peer13Files.identity("client"))
                .both(Can.SET_MTU)
                .ours(config -> config.mtu(mtu))
                .ourClient(config -> config.identity(Peer13Files.credentials("client")))
                .ourServer(config -> config.clientAuthentication(ClientAuthentication.REQUIRED, Peer13Files.trust("client")));
    }

    private static void require(boolean holds, SessionInfo info) {
        if (!holds) {
            throw new AssertionError("not what was wanted: " + info);
        }
    }

    private Scenario13 server(String... options) {
        return server(List.of(options));
    }

    private Scenario13 server(List<String> options) {
        server.addAll(options);
        return this;
    }

    private Scenario13 client(String... options) {
        return client(Arrays.asList(options));
    }

    private Scenario13 client(List<String> options) {
        client.addAll(options);
        return this;
    }

    private Scenario13 owner(String owner) {
        serverOwner = owner;
        return this;
    }

    private Scenario13 asServer(Can ability) {
        asServer = asServer.and(peer -> peer.can(ability));
        return this;
    }

    private Scenario13 both(Can ability) {
        asClient = asClient.and(peer -> peer.can(ability));
        return asServer(ability);
    }

    private Scenario13 ourClient(Consumer<ClientConfig.Builder> change) {
        ourClient = ourClient.andThen(change);
        return this;
    }

    private Scenario13 ourServer(Consumer<ServerConfig.Builder> change) {
        ourServer = ourServer.andThen(change);
        return this;
    }

    private Scenario13 ours(Consumer<Options<?>> change) {
        return ourClient(change::accept).ourServer(change::accept);
    }

    private Scenario13 checkSession(Consumer<DtlsSession> demand) {
        checkSession = demand;
        return this;
    }

    void check(DtlsSession session) {
        check.accept(session.info().orElseThrow());
        checkSession.accept(session);
    }

    private Scenario13 check(Consumer<SessionInfo> more) {
        check = check.andThen(more);
        return this;
    }

    private Scenario13 hellos(int number) {
        clientHellos = number;
        return this;
    }

    private String owner(Peer13 peer) {
        return peer.can(Can.RSA) ? serverOwner : "server";
    }

    boolean isForServer(Peer13 peer) {
        return asServer.test(peer);
    }

    boolean isForClient(Peer13 peer) {
        return asClient.test(peer);
    }

    /** What the peer's server is told. */
    List<String> serverOptions(Peer13 peer) {
        List<String> options = new ArrayList<>(Peer13Files.identity(owner(peer)));
        options.addAll(known(server, peer));
        return options;
    }

    /** What the peer's client is told. */
    List<String> clientOptions(Peer13 peer) {
        List<String> options = new ArrayList<>();
        if (withCertificates && peer.can(Can.VERIFY_NAMES)) {
            options.addAll(Peer13Files.trusting(owner(peer)));
            options.addAll(List.of("--name", Peer13Files.SERVER_NAME));
        }
        options.addAll(known(client, peer));
        return options;
    }

    /** Suites that cannot be chosen are not: we have the choice. */
    private static List<String> known(List<String> options, Peer13 peer) {
        List<String> known = new ArrayList<>(options);
        int mtu = known.indexOf("--mtu") + 1;
        if (mtu > 0 && peer.stack() == Stack.WOLFSSL) {
            known.set(mtu, "800");
        }
        int at = known.indexOf("--suites");
        if (at >= 0 && !peer.can(Can.CHOOSE_SUITE)) {
            known.subList(at, at + 2).clear();
        }
        return known;
    }

    ClientConfig.Builder ourClient(Peer13 peer) {
        ClientConfig.Builder config = ClientConfig.trusting(Peer13Files.trust(owner(peer))).serverName(Peer13Files.SERVER_NAME);
        ourClient.accept(config);
        return config;
    }

    ServerConfig.Builder ourServer(Peer13 peer) {
        ServerConfig.Builder config = ServerConfig.identity(Peer13Files.credentials(owner(peer))).tickets(TicketPolicy.NONE);
        ourServer.accept(config);
        return config;
    }

    void check(SessionInfo info) {
        check.accept(info);
    }

    /** How many hellos it takes; 0: it is not said. */
    int clientHellos() {
        return clientHellos;
    }

    @Override
    public String toString() {
        return name;
    }
}
