package io.puredtls.endpoint.cli;

import io.puredtls.crypto.aead.AeadAlgorithm;
import io.puredtls.crypto.cbc.CbcAlgorithm;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.crypto.suite.RecordCipher;
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

    /** Under that of these suites which leaves most. */
    static LongestMessage of(Arguments given, List<CipherSuite> suites) {
        int mtu = given.number(ProtocolOptions.MTU).orElse(DEFAULT_MTU);
        int longest = suites.stream().mapToInt(suite -> within(mtu, suite)).max().orElse(mtu);
        return new LongestMessage(Math.min(longest, LONGEST_RECORD));
    }

    /** Under whatever may be negotiated. */
    static LongestMessage of(Arguments given) throws UsageException {
        List<ProtocolVersion> spoken = Versions.of(given).spoken();
        return of(given, ProtocolOptions.cipherSuites(given).stream()
                .filter(suite -> spoken.contains(suite.isForDtls13() ? ProtocolVersion.DTLS_1_3 : ProtocolVersion.DTLS_1_2)).toList());
    }

    private static int within(int mtu, CipherSuite suite) {
        if (suite.cipher() instanceof RecordCipher.Cbc cbc) {
            return within(mtu - PlaintextHeader.LENGTH - CbcAlgorithm.BLOCK_LENGTH, cbc.algorithm());
        }
        AeadAlgorithm aead = suite.aead();
        return mtu - aead.tagLength() - (suite.isForDtls13() ? UnifiedHeader.LENGTH + TYPE_LENGTH
                : PlaintextHeader.LENGTH + (aead == AeadAlgorithm.CHACHA20_POLY1305 ? 0 : EXPLICIT_NONCE));
    }

    /** [RFC5246 §6.2.3.2] [RFC7366 §3] With the MAC inside of the blocks or behind them, whichever leaves more; padding has a byte at least. */
    private static int within(int room, CbcAlgorithm cbc) {
        int inside = wholeBlocks(room) - cbc.macLength() - 1;
        int behind = wholeBlocks(room - cbc.macLength()) - 1;
        return Math.max(inside, behind);
    }

    private static int wholeBlocks(int length) {
        return length / CbcAlgorithm.BLOCK_LENGTH * CbcAlgorithm.BLOCK_LENGTH;
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
