package io.puredtls.negotiate;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.config.Settings;
import io.puredtls.message.ServerHello;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.wire.Bytes;

/** [RFC9846 §4.2.3] The last eight bytes of a server's random say that it would have spoken a newer version. */
public final class DowngradeSentinel {
    private static final Bytes TO_DTLS_1_2 = Bytes.ofHex("444f574e47524401");
    private static final Bytes TO_DTLS_1_0 = Bytes.ofHex("444f574e47524400");

    private DowngradeSentinel() {
    }

    /** The random of a server that speaks DTLS 1.2: with the sentinel, if it could have spoken DTLS 1.3. */
    public static byte[] mark(byte[] random, Settings settings) {
        if (settings.allows(ProtocolVersion.DTLS_1_3)) {
            // [RFC9846 §4.2.3#12]
            TO_DTLS_1_2.copyTo(random, random.length - TO_DTLS_1_2.length());
        }
        return random;
    }

    /** Checks a ServerHello of an older version than ours: nobody on the way may have made it so. */
    public static void check(Settings settings, ServerHello answer) throws ProtocolException {
        Bytes end = answer.random().slice(answer.random().length() - TO_DTLS_1_2.length(), TO_DTLS_1_2.length());
        // [RFC9147 §5.3#3] [RFC9846 §4.2.3#14]
        boolean marked = settings.allows(ProtocolVersion.DTLS_1_3) && end.equals(TO_DTLS_1_2) || end.equals(TO_DTLS_1_0);
        if (marked) {
            throw violation(Violation.DOWNGRADE_DETECTED, "the server speaks a newer version than the one that arrived");
        }
    }
}
