package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.puredtls.simulator.End;
import io.puredtls.simulator.Pair;
import java.lang.reflect.Field;
import java.time.Duration;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;

/** Every secret that is seen at any step of a pair's life. */
final class Secrets {
    private final Set<Object> lent = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Set<byte[]> nonces = Collections.newSetFromMap(new IdentityHashMap<>());

    void look(Pair pair) {
        for (End end : List.of(pair.client(), pair.server())) {
            if (end.hasEngine()) {
                seen.addAll(ObjectGraph.secrets(end.engine()));
                ObjectGraph.reachableFrom(end.engine()).forEach(this::lookForNonce);
            }
        }
    }

    private void lookForNonce(Object object) {
        if (object.getClass().getSimpleName().matches("Aead1[23]")) {
            try {
                Field iv = object.getClass().getDeclaredField("iv");
                iv.setAccessible(true);
                nonces.add((byte[]) iv.get(object));
            } catch (ReflectiveOperationException gone) {
                throw new AssertionError(gone);
            }
        }
    }

    void assertWiped(Pair pair) {
        look(pair);
        for (End end : List.of(pair.client(), pair.server())) {
            if (end.hasEngine()) {
                end.engine().close();
                assertEquals(DtlsEngine.NO_DEADLINE, end.engine().deadline());
            }
        }
        assertEquals(List.of(), left(seen));
        for (byte[] nonce : nonces) {
            for (byte each : nonce) {
                assertEquals(0, each, "a nonce is left");
            }
        }
        for (End end : List.of(pair.client(), pair.server())) {
            if (end.hasEngine()) {
                assertEquals(List.of(), left(ObjectGraph.secrets(end.engine())));
            }
        }
    }

    /** Those that an engine was lent, and that others close. */
    void lend(Object... secrets) {
        lent.addAll(List.of(secrets));
    }

    int seen() {
        return seen.size();
    }

    int nonces() {
        return nonces.size();
    }

    private List<Object> left(Collection<Object> secrets) {
        return secrets.stream().filter(each -> !ObjectGraph.isWiped(each) && !lent.contains(each)).toList();
    }

    /** Steps through a handshake and looks for secrets after each datagram. */
    static Secrets watched(Pair pair, int steps) {
        Secrets secrets = new Secrets();
        pair.start();
        int step = 0;
        secrets.look(pair);
        while (step++ < steps) {
            pair.driveWhile(new Pair.Condition() {
                private boolean first = true;

                @Override
                public boolean holds() {
                    boolean again = first;
                    first = false;
                    return again;
                }
            }, Duration.ofHours(1));
            secrets.look(pair);
        }
        return secrets;
    }
}
