package io.puredtls.dtls13;

import io.puredtls.alert.ProtocolException;
import io.puredtls.authentication.FinishedVerified;
import io.puredtls.crypto.schedule13.HandshakeSecret;
import io.puredtls.crypto.schedule13.TrafficSecret;
import io.puredtls.message.Finished;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.Role;
import io.puredtls.wire.Bytes;

/** The secrets of epoch 2 in both directions, which Finished messages are made with. Owns both. */
public record HandshakeKeys(TrafficSecret client, TrafficSecret server) implements AutoCloseable {
    /** Of the handshake secret, which is lent, once the transcript ends with the ServerHello; installs the epochs of {@code shared}'s role. */
    public static HandshakeKeys install(Handshaking13 shared, HandshakeSecret secret, HandshakeContext context) {
        byte[] hellos = context.transcript().hash();
        HandshakeKeys keys = new HandshakeKeys(secret.clientTraffic(hellos), secret.serverTraffic(hellos));
        shared.log(context.settings(), "CLIENT_HANDSHAKE_TRAFFIC_SECRET", keys.client);
        shared.log(context.settings(), "SERVER_HANDSHAKE_TRAFFIC_SECRET", keys.server);
        context.install(shared.read(Handshaking13.HANDSHAKE_EPOCH, keys.peers(shared.role()), context.settings()));
        // [RFC9846 §A.1#1]
        context.install(shared.write(Handshaking13.HANDSHAKE_EPOCH, keys.ours(shared.role()), context));
        return keys;
    }

    /** The one that we send under. */
    public TrafficSecret ours(Role role) {
        return role == Role.CLIENT ? client : server;
    }

    /** The one that the peer sends under. */
    public TrafficSecret peers(Role role) {
        return role == Role.CLIENT ? server : client;
    }

    /** [RFC9846 §4.5.3] Our Finished, for the transcript as it is. */
    public Finished finished(Role role, HandshakeContext context) {
        // [RFC9846 §4.5#1]
        return new Finished(Bytes.of(ours(role).verifyData(context.transcript().hash())));
    }

    /** [RFC9846 §4.5.3] Checks the peer's Finished against the transcript without it. */
    public FinishedVerified check(Role role, Finished finished, HandshakeContext context) throws ProtocolException {
        return FinishedVerified.check(finished, peers(role).verifyData(context.transcript().hash()));
    }

    @Override
    public void close() {
        client.close();
        server.close();
    }
}
