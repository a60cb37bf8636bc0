package io.puredtls.dtls13.client;

import io.puredtls.config.Settings;
import io.puredtls.crypto.schedule13.EarlySecret;
import io.puredtls.crypto.schedule13.Exporter13;
import io.puredtls.crypto.schedule13.TrafficSecret;
import io.puredtls.dtls13.Handshaking13;
import io.puredtls.record.layer.RecordLayer;
import io.puredtls.session.Session13;
import io.puredtls.state.HandshakeContext;
import io.puredtls.state.Role;
import io.puredtls.transcript.Transcript;
import io.puredtls.transcript.TranscriptFraming;

/** [RFC9147 §6.1] The keys of epoch 1, which early data is sent under. */
public final class EarlyDataKeys {
    private EarlyDataKeys() {
    }

    /** Installs them, if the hello, which has been sent, offers early data. */
    public static void install(Settings settings, ClientOffer offer, HandshakeContext context) {
        if (!offer.offersEarlyData()) {
            return;
        }
        OfferedKey key = offer.keys().get(0);
        Session13 session = key.session().orElseThrow();
        Handshaking13 shared = new Handshaking13(Role.CLIENT, session.suite(), offer.hello().random());
        Transcript transcript = new Transcript();
        transcript.append(offer.hello().type(), 0, offer.hello().toBytes());
        transcript.begin(settings.jca(), key.hash(), TranscriptFraming.DTLS13);
        try (EarlySecret secret = key.earlySecret(settings.jca()); TrafficSecret traffic = secret.clientEarlyTraffic(transcript.hash())) {
            shared.log(settings, "CLIENT_EARLY_TRAFFIC_SECRET", traffic);
            Exporter13 exporter = secret.earlyExporter(transcript.hash());
            shared.log(settings, "EARLY_EXPORTER_SECRET", exporter);
            // [RFC9846 §5.5#2]
            context.installEarlyData(shared.write(RecordLayer.EARLY_DATA_EPOCH, traffic, context), session.maxEarlyData(), exporter);
        }
    }
}
