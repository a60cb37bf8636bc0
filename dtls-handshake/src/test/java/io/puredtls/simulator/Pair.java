package io.puredtls.simulator;

import io.puredtls.config.ClientConfig;
import io.puredtls.config.ServerConfig;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.SelfSigned;
import io.puredtls.engine.DtlsEngine;
import io.puredtls.engine.HelloGate;
import io.puredtls.trust.TrustPolicy;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A client and a server engine, the server behind its gate, over a {@link SimulatedNetwork}. Everything follows from
 * the seed and the configuration.
 *
 * <pre>{@code
 *   Pair pair = Pair.seeded(7).network(clean -> clean.losing(0.1)).connect();
 * }</pre>
 */
public final class Pair {
    private static final byte[] CLIENT_ADDRESS = {10, 0, 0, 1, 0x12, 0x34};
    private static final Credentials SERVER = SelfSigned.ecdsaP256("server.test");

    private final long seed;
    private final SimulatedNetwork network;
    private final End client = new End();
    private final End server = new End();
    private final byte[] out = new byte[65_535];
    private ClientConfig.Builder clientConfig =
            ClientConfig.trusting(TrustPolicy.dangerouslyTrustAnyone()).versions(ProtocolVersion.DTLS_1_2);
    private ServerConfig.Builder serverConfig = ServerConfig.identity(SERVER).versions(ProtocolVersion.DTLS_1_2);
    private final Nat nat = new Nat();
    private Conditions conditions = Conditions.CLEAN;
    private boolean gated = true;
    private ServerConfig builtServerConfig;
    private HelloGate gate;
    private long now;

    private Pair(long seed) {
        this.seed = seed;
        this.network = new SimulatedNetwork(seed);
    }

    /** Two ends that speak DTLS 1.2, unless their options say something else. */
    public static Pair seeded(long seed) {
        return new Pair(seed);
    }

    /** Two ends that speak DTLS 1.3 alone, unless their options say something else. */
    public static Pair dtls13(long seed) {
        return new Pair(seed).client(client -> client.versions(ProtocolVersion.DTLS_1_3)).server(server -> server.versions(ProtocolVersion.DTLS_1_3));
    }

    /** Replaces the client's configuration; entropy is set by the pair. */
    public Pair client(ClientConfig.Builder builder) {
        this.clientConfig = builder;
        return this;
    }

    /** Replaces the server's configuration; entropy is set by the pair. */
    public Pair server(ServerConfig.Builder builder) {
        this.serverConfig = builder;
        return this;
    }

    /** Adds options to the client's configuration. */
    public Pair client(Consumer<ClientConfig.Builder> options) {
        options.accept(clientConfig);
        return this;
    }

    /** Adds options to the server's configuration. */
    public Pair server(Consumer<ServerConfig.Builder> options) {
        options.accept(serverConfig);
        return this;
    }

    /** Puts the server's engine directly on the network, as ICE does. */
    public Pair withoutGate() {
        gated = false;
        return this;
    }

    /** What the network does from now on. */
    public Pair network(UnaryOperator<Conditions> change) {
        conditions = change.apply(conditions);
        network.conditions(conditions);
        return this;
    }

    /** Puts someone on the path. */
    public Pair middle(SimulatedNetwork.Middle middle) {
        network.middle(middle);
        return this;
    }

    /** Makes the engines and sends the first hello. */
    public Pair start() {
        builtServerConfig = serverConfig.entropy(new SeededEntropy(seed ^ 0x5e57e5)).build();
        client.engine(DtlsEngine.client(clientConfig.entropy(new SeededEntropy(seed ^ 0xc11e)).build(), client));
        if (gated) {
            gate = new HelloGate(builtServerConfig, now);
        } else {
            server.engine(DtlsEngine.server(builtServerConfig, server));
            server.engine().start(now);
        }
        client.engine().start(now);
        flush();
        return this;
    }

    /** Starts, and runs until both are connected or over, or an hour has passed. */
    public Pair connect() {
        return connect(Duration.ofHours(1));
    }

    /** Starts, and runs until both are connected or over, or {@code limit} has passed. */
    public Pair connect(Duration limit) {
        start();
        driveWhile(() -> !isSettled(), limit);
        return this;
    }

    private boolean isSettled() {
        return isSettled(client) && isSettled(server);
    }

    private static boolean isSettled(End end) {
        return end.hasEngine() && (end.isConnected() || end.engine().isOver());
    }

    /** Runs until nothing is left to happen within {@code limit}. */
    public Pair drive(Duration limit) {
        driveWhile(() -> true, limit);
        return this;
    }

    /** Whether to go on. */
    public interface Condition {
        boolean holds();
    }

    /** Runs while {@code condition} holds and there is something to happen within {@code limit}. */
    public void driveWhile(Condition condition, Duration limit) {
        long end = now + limit.toNanos();
        while (condition.holds() && nextEvent() <= end) {
            step();
        }
        if (condition.holds()) {
            now = Math.max(now, end);
        }
    }

    private long nextEvent() {
        return Math.min(network.nextArrival(), Math.min(deadline(client), deadline(server)));
    }

    private static long deadline(End end) {
        return end.hasEngine() ? end.engine().deadline() : Long.MAX_VALUE;
    }

    private void step() {
        long next = nextEvent();
        now = Math.max(now, next);
        if (network.nextArrival() <= now) {
            SimulatedNetwork.Datagram arrived = network.next().datagram();
            deliver(arrived);
        } else {
            timeOut(client);
            timeOut(server);
        }
        flush();
    }

    private void timeOut(End end) {
        if (end.hasEngine() && end.engine().deadline() <= now) {
            end.engine().onTimeout(now);
        }
    }

    /** Gives a datagram to an end at once, as if it had arrived; the array is poisoned afterwards. */
    public void deliver(boolean toServer, byte[] datagram) {
        deliver(new SimulatedNetwork.Datagram(toServer, datagram, toServer ? nat.outside(0) : 0));
    }

    /** Gives a datagram to an end at once, as if it had arrived by its path; the array is poisoned afterwards. */
    public void deliver(SimulatedNetwork.Datagram datagram) {
        End end = datagram.toServer() ? server : client;
        if (end.hasEngine()) {
            end.engine().receive(datagram.bytes(), 0, datagram.bytes().length, datagram.path(), now);
        } else {
            knock(datagram.bytes());
        }
        Arrays.fill(datagram.bytes(), (byte) 0xEE); // whoever kept a slice notices
        flush();
    }

    /** [RFC9146 §1] The client is seen under another address from now on, and cannot be reached under the one before. */
    public Pair rebind() {
        nat.rebind();
        return this;
    }

    /** Between the client and the server. */
    public Nat nat() {
        return nat;
    }

    private void knock(byte[] datagram) {
        HelloGate.Verdict verdict = gate.inspect(datagram, 0, datagram.length, CLIENT_ADDRESS, now, out);
        if (verdict instanceof HelloGate.Verdict.Reply reply) {
            network.send(false, Arrays.copyOf(out, reply.length()), now);
        } else if (verdict instanceof HelloGate.Verdict.Refuse refusal) {
            network.send(false, Arrays.copyOf(out, refusal.length()), now);
        } else if (verdict instanceof HelloGate.Verdict.Admit admit) {
            server.engine(DtlsEngine.server(builtServerConfig, admit.hello(), server));
            server.engine().start(now);
        }
    }

    private void flush() {
        flush(client, true);
        flush(server, false);
    }

    private void flush(End end, boolean toServer) {
        if (!end.hasEngine()) {
            return;
        }
        for (int length = end.engine().pollDatagram(out, 0, now); length > 0; length = end.engine().pollDatagram(out, 0, now)) {
            carry(end, toServer, length);
        }
        end.pollEvents();
    }

    private void carry(End end, boolean toServer, int length) {
        nat.pass(new SimulatedNetwork.Datagram(toServer, Arrays.copyOf(out, length), end.engine().polledPath()))
                .ifPresent(datagram -> network.send(datagram, now));
    }

    /** Seals a message of the client, or the server, and puts it on the network. */
    public void send(boolean fromClient, byte[] message) {
        End end = fromClient ? client : server;
        int length = end.engine().seal(message, 0, message.length, out, 0);
        carry(end, fromClient, length);
    }

    /** Seals a message of early data of the client and puts it on the network, right after {@link #start}. */
    public void sendEarly(byte[] message) {
        int length = client.engine().sealEarly(message, 0, message.length, out, 0);
        network.send(true, Arrays.copyOf(out, length), now);
    }

    /** Sends what is queued, after a command was given to an engine. */
    public Pair poll() {
        flush();
        return this;
    }

    /** Loses a datagram that is on its way, by its number. */
    public Pair loseOnItsWay(int number) {
        network.lose(number);
        return this;
    }

    public boolean isConnected() {
        return client.isConnected() && server.isConnected();
    }

    public End client() {
        return client;
    }

    public End server() {
        return server;
    }

    public SimulatedNetwork network() {
        return network;
    }

    /** Virtual time since the beginning. */
    public Duration elapsed() {
        return Duration.ofNanos(now);
    }

    /** Virtual time in nanoseconds. */
    public long now() {
        return now;
    }
}
