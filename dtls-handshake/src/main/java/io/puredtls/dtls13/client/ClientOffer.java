package io.puredtls.dtls13.client;

import io.puredtls.crypto.kex.KeyExchange;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.extension.EarlyData;
import io.puredtls.message.ClientHello;
import java.util.List;
import java.util.Optional;

/**
 * What a client offered, with what it needs to make use of the answer. Owns the exchanges.
 *
 * @param hello as it was sent
 * @param exchanges one for each share in it
 * @param keys one for each identity in it, in their order
 */
public record ClientOffer(ClientHello hello, List<KeyExchange> exchanges, List<OfferedKey> keys) implements AutoCloseable {
    /** Copies the lists. */
    public ClientOffer {
        exchanges = List.copyOf(exchanges);
        keys = List.copyOf(keys);
    }

    /** The exchange in this group, if there is one. */
    Optional<KeyExchange> in(NamedGroup group) {
        return exchanges.stream().filter(each -> each.group().equals(group)).findFirst();
    }

    boolean offersEarlyData() {
        return hello.extensions().has(EarlyData.class);
    }

    @Override
    public void close() {
        exchanges.forEach(KeyExchange::close);
    }
}
