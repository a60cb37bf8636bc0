package io.puredtls.dtls13;

import io.puredtls.crypto.schedule13.Exporter13;
import io.puredtls.crypto.schedule13.MainSecret;
import io.puredtls.crypto.schedule13.TrafficSecret;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.Role;

/**
 * [RFC9147 §8] The secrets of application data in both directions and their epochs; each direction goes on by itself.
 * Owns both secrets.
 *
 * @param read the peer's secret, of {@code readEpoch}
 * @param write ours, of {@code writeEpoch}
 */
public record ApplicationKeys(
        Handshaking13 shared, TrafficSecret read, int readEpoch, TrafficSecret write, int writeEpoch, Exporter13 exporter)
        implements AutoCloseable {
    /** The first ones; {@code main} is lent, the transcript ends with the server's Finished. */
    public static ApplicationKeys derive(Handshaking13 shared, MainSecret main, byte[] handshakeHash, HandshakeContext context) {
        TrafficSecret client = main.clientTraffic(handshakeHash);
        TrafficSecret server = main.serverTraffic(handshakeHash);
        // [RFC9846 §7.5#2]
        Exporter13 exporter = main.exporter(handshakeHash);
        shared.log(context.settings(), "CLIENT_TRAFFIC_SECRET_0", client);
        shared.log(context.settings(), "SERVER_TRAFFIC_SECRET_0", server);
        shared.log(context.settings(), "EXPORTER_SECRET", exporter);
        boolean isClient = shared.role() == Role.CLIENT;
        return new ApplicationKeys(
                shared, isClient ? server : client, Handshaking13.FIRST_APPLICATION_EPOCH,
                isClient ? client : server, Handshaking13.FIRST_APPLICATION_EPOCH, exporter);
    }

    /** Installs the epoch to read. */
    public void installRead(HandshakeContext context) {
        context.install(shared.read(readEpoch, read, context.settings()));
    }

    /** Installs the epoch to write. */
    public void installWrite(HandshakeContext context) {
        context.install(shared.write(writeEpoch, write, context));
    }

    /** [RFC9846 §7.2] The peer's next secret, installed. Consumes this. */
    ApplicationKeys nextRead(HandshakeContext context) {
        // [RFC9147 §6.1#5]
        ApplicationKeys next = new ApplicationKeys(shared, read.next(), readEpoch + 1, write, writeEpoch, exporter);
        next.logUpdate(peers(), next.readEpoch, next.read, context);
        next.installRead(context);
        return next;
    }

    /** [RFC9846 §7.2] Our next secret, installed. Consumes this. */
    ApplicationKeys nextWrite(HandshakeContext context) {
        // [RFC9147 §6.1#5]
        ApplicationKeys next = new ApplicationKeys(shared, read, readEpoch, write.next(), writeEpoch + 1, exporter);
        next.logUpdate(shared.role(), next.writeEpoch, next.write, context);
        next.installWrite(context);
        return next;
    }

    private Role peers() {
        return shared.role() == Role.CLIENT ? Role.SERVER : Role.CLIENT;
    }

    private void logUpdate(Role whose, int epoch, TrafficSecret secret, HandshakeContext context) {
        shared.log(context.settings(), whose + "_TRAFFIC_SECRET_" + (epoch - Handshaking13.FIRST_APPLICATION_EPOCH), secret);
    }

    @Override
    public void close() {
        read.close();
        write.close();
        exporter.close();
    }
}
