package io.puredtls.crypto.kex;

import static org.junit.jupiter.api.Assertions.assertThrows;

import io.puredtls.crypto.entropy.SystemEntropy;
import io.puredtls.crypto.jca.Jca;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ClosedExchangeTest {
    @ParameterizedTest
    @ValueSource(ints = {0x0017, 0x001D})
    void exchange_that_is_over_agrees_with_nobody(int code) {
        KeyExchange exchange = new NamedGroup(code).begin(Jca.PLATFORM, SystemEntropy.INSTANCE);
        byte[] peerShare = new NamedGroup(code).begin(Jca.PLATFORM, SystemEntropy.INSTANCE).share();
        exchange.close();
        assertThrows(IllegalStateException.class, () -> exchange.agree(peerShare));
    }
}
