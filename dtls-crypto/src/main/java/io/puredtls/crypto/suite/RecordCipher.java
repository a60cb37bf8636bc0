package io.puredtls.crypto.suite;

import io.puredtls.crypto.aead.AeadAlgorithm;
import io.puredtls.crypto.cbc.CbcAlgorithm;
import io.puredtls.crypto.jca.Jca;

/** [RFC5246 §6.2.3] How a suite protects records. */
public sealed interface RecordCipher {
    /** Whether the running JDK, or the provider chosen, has it. */
    boolean isAvailable(Jca jca);

    /** [RFC5246 §6.2.3.3] By an AEAD. */
    record Aead(AeadAlgorithm algorithm) implements RecordCipher {
        @Override
        public boolean isAvailable(Jca jca) {
            return algorithm.isAvailable(jca);
        }
    }

    /** [RFC5246 §6.2.3.2] By a block cipher and a MAC; in which order, the hellos say. */
    record Cbc(CbcAlgorithm algorithm) implements RecordCipher {
        @Override
        public boolean isAvailable(Jca jca) {
            return algorithm.isAvailable(jca);
        }
    }
}
