package io.puredtls.dtls13.server;

import static io.puredtls.alert.ProtocolException.violation;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.extension.EarlyData;
import io.puredtls.extension.Extension;
import io.puredtls.extension.KeyShareEntry;
import io.puredtls.extension.KeyShares;
import io.puredtls.message.ClientHello;
import io.puredtls.negotiate.Retry;
import io.puredtls.negotiate.ServerNegotiation13;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** [RFC9846 §4.2.2] What a second hello may change of the first, and what it must. */
final class SecondHello {
    /** key_share, cookie, pre_shared_key, early_data, padding. */
    private static final Set<Integer> MAY_CHANGE = Set.of(51, 44, 41, 42, 21);

    private SecondHello() {
    }

    /** Checks that the rest is as it was. */
    static void checkUnchanged(ClientHello first, ClientHello second) throws ProtocolException {
        boolean same = first.clientVersion().equals(second.clientVersion()) && first.random().equals(second.random())
                && first.sessionId().equals(second.sessionId()) && first.cipherSuites().equals(second.cipherSuites())
                && first.compressionMethods().equals(second.compressionMethods()) && rest(first).equals(rest(second));
        if (!same) {
            throw violation(Violation.SECOND_HELLO_CHANGED, "the second ClientHello is another one than the first");
        }
    }

    /** In any order: there are clients that have another in the second, and nothing depends on it. */
    private static Set<Extension> rest(ClientHello hello) {
        return hello.extensions().list().stream().filter(each -> !MAY_CHANGE.contains(each.type().code())).collect(Collectors.toUnmodifiableSet());
    }

    /** Checks that it does what was asked for, and leads to the same choice. */
    static void checkAnswers(Retry retry, ClientHello second, ServerNegotiation13 negotiation) throws ProtocolException {
        if (second.extensions().has(EarlyData.class)) {
            throw violation(Violation.SECOND_HELLO_CHANGED, "the second ClientHello has early_data");
        }
        // [RFC9846 §4.2.4#9]
        if (!negotiation.suite().equals(retry.suite())) {
            throw violation(Violation.SECOND_HELLO_CHANGED, "the second ClientHello leads to " + negotiation.suite() + ", the first to " + retry.suite());
        }
        if (retry.group().isEmpty()) {
            return;
        }
        List<KeyShareEntry> shares = second.find(KeyShares.class).map(KeyShares::clientShares).orElse(List.of());
        if (shares.size() != 1 || !shares.get(0).group().equals(retry.group().get())) {
            throw violation(Violation.SECOND_HELLO_CHANGED, "the second ClientHello has not one share, in " + retry.group().get());
        }
    }
}
