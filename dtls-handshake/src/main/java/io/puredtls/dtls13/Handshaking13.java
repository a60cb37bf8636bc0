package io.puredtls.dtls13;

import io.puredtls.config.KeyLog;
import io.puredtls.config.Settings;
import io.puredtls.crypto.aead.AeadLimits;
import io.puredtls.crypto.schedule13.Exporter13;
import io.puredtls.crypto.schedule13.TrafficKeys;
import io.puredtls.crypto.schedule13.TrafficSecret;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.record.RecordNumber;
import io.puredtls.record.epoch.ReadEpoch;
import io.puredtls.record.epoch.ReplayWindow;
import io.puredtls.record.epoch.WriteEpoch;
import io.puredtls.record.protection.Aead13;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.Role;
import io.puredtls.wire.Bytes;

/**
 * What does not change from the hellos of a DTLS 1.3 handshake on.
 *
 * @param role which end we are
 * @param suite what protects records, and whose hash is used for all secrets
 * @param clientRandom the name of the session in a key log
 */
public record Handshaking13(Role role, CipherSuite suite, Bytes clientRandom) {
    /** [RFC9147 §6.1] The handshake's own keys. */
    // [RFC9147 §6.1#3]
    public static final int HANDSHAKE_EPOCH = 2;
    /** [RFC9147 §6.1] The first keys for application data. */
    // [RFC9147 §6.1#4]
    public static final int FIRST_APPLICATION_EPOCH = 3;
    /** [RFC9147 §8] The last epoch: 16 bits, as plaintext records and our counters have. */
    // [RFC9147 §8#11]
    public static final int LAST_EPOCH = RecordNumber.MAX_EPOCH;

    /** Gives an epoch to read under the peer's {@code secret}, which is lent. */
    public ReadEpoch read(int epoch, TrafficSecret secret, Settings settings) {
        try (TrafficKeys keys = secret.keys(suite.aead())) {
            AeadLimits limits = settings.usageLimits().within(suite.aead().limits());
            return new ReadEpoch(
                    epoch, Aead13.with(suite.aead(), settings.jca(), keys), new ReplayWindow(settings.bounds().replayWindow()), limits.integrity());
        }
    }

    /** Gives an epoch to write under our own {@code secret}, which is lent. */
    public WriteEpoch write(int epoch, TrafficSecret secret, HandshakeContext context) {
        Settings settings = context.settings();
        try (TrafficKeys keys = secret.keys(suite.aead())) {
            AeadLimits limits = settings.usageLimits().within(suite.aead().limits());
            Aead13 protection = Aead13.with(suite.aead(), settings.jca(), keys, context.connectionIds().peers(), settings.padding());
            return WriteEpoch.of(epoch, protection, 0, limits.confidentiality());
        }
    }

    /** [RFC9850 §2] Logs a secret by its label. */
    public void log(Settings settings, String label, TrafficSecret secret) {
        if (settings.keyLog() != KeyLog.NONE) {
            settings.keyLog().log(label + " " + clientRandom.hex() + " " + secret.hexForKeyLog());
        }
    }

    /** [RFC9850 §2] The same of an exporter's secret. */
    public void log(Settings settings, String label, Exporter13 exporter) {
        if (settings.keyLog() != KeyLog.NONE) {
            settings.keyLog().log(label + " " + clientRandom.hex() + " " + exporter.hexForKeyLog());
        }
    }
}
