package io.puredtls.endpoint.cli;

import io.puredtls.crypto.aead.AeadAlgorithm;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.record.format.PlaintextHeader;
import io.puredtls.record.format.UnifiedHeader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * How long a message may be, while it is not known yet what will be negotiated: what no suite has room for is refused before
 * anything is sent.
 *
 * @param bytes the most that fits a datagram
 */
record LongestMessage(int bytes) {
    private static final int DEFAULT_MTU = 1200;
    /** [RFC6347 §4.1] [RFC9147 §4] The most that a record holds, whatever the path carries. */
    private static final int LONGEST_RECORD = 1 << 14;
    private static final int TYPE_LENGTH = 1; // [RFC9846 §5.2] behind the content
    private static final int EXPLICIT_NONCE = 8; // [RFC5288 §3] [RFC6655 §3]

    /** Under that of these suites which adds least. */
    static LongestMessage of(Arguments given, List<CipherSuite> suites) {
        int overhead = suites.stream().mapToInt(LongestMessage::overhead).min().orElse(0);
        return new LongestMessage(Math.min(given.number(ProtocolOptions.MTU).orElse(DEFAULT_MTU) - overhead, LONGEST_RECORD));
    }

    /** Under whatever may be negotiated. */
    static LongestMessage of(Arguments given) throws UsageException {
        List<ProtocolVersion> spoken = Versions.of(given).spoken();
        return of(given, ProtocolOptions.cipherSuites(given).stream()
                .filter(suite -> spoken.contains(suite.isForDtls13() ? ProtocolVersion.DTLS_1_3 : ProtocolVersion.DTLS_1_2)).toList());
    }

    private static int overhead(CipherSuite suite) {
        AeadAlgorithm aead = suite.aead();
        return aead.tagLength() + (suite.isForDtls13() ? UnifiedHeader.LENGTH + TYPE_LENGTH
                : PlaintextHeader.LENGTH + (aead == AeadAlgorithm.CHACHA20_POLY1305 ? 0 : EXPLICIT_NONCE));
    }

    /** Complains of a longer one. */
    void require(Option option, String text) throws UsageException {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        if (length > bytes) {
            throw new UsageException(option.name() + " of " + length + " bytes: a message has at most " + bytes + " bytes"
                    + (bytes == LONGEST_RECORD ? "" : "; --mtu makes it more"));
        }
    }
}
