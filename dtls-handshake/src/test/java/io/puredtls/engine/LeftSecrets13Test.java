package io.puredtls.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.config.ClientConfig;
import io.puredtls.config.ServerConfig;
import io.puredtls.config.TicketPolicy;
import io.puredtls.crypto.entropy.Entropy;
import io.puredtls.crypto.kex.NamedGroup;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.Session;
import io.puredtls.session.Session13;
import io.puredtls.session.SessionStore;
import io.puredtls.wire.Bytes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Secrets that nothing leads to any more when something that was configured fails, or that nobody asked for. */
class LeftSecrets13Test {
    private static final ApplicationDataSink NOWHERE = (datagram, offset, length) -> { };

    private static void exchange(DtlsEngine from, DtlsEngine to) {
        byte[] out = new byte[2000];
        for (int length = from.pollDatagram(out, 0, 0); length > 0; length = from.pollDatagram(out, 0, 0)) {
            to.receive(Arrays.copyOf(out, length), 0, length, 0);
        }
    }

    @Test
    void a_session_that_nobody_asked_for_is_wiped_with_the_engine() {
        DtlsEngine client = DtlsEngine.client(ClientConfig.trusting(Families13.ANYONE).versions(ProtocolVersion.DTLS_1_3).build(), NOWHERE);
        DtlsEngine server = DtlsEngine.server(
                ServerConfig.identity(Families13.CLIENT).versions(ProtocolVersion.DTLS_1_3).tickets(Families13.tickets()).build(), NOWHERE);
        client.start(0);
        server.start(0);
        for (int i = 0; i < 4; i++) {
            exchange(client, server);
            exchange(server, client);
        }
        assertTrue(client.isConnected());
        List<Object> secrets = ObjectGraph.secrets(client);
        client.close();
        assertEquals(List.of(), secrets.stream().filter(each -> !ObjectGraph.isWiped(each)).toList());
        assertEquals(Optional.empty(), client.pollEvent());
    }

    /** A store that knows what it gave away. */
    private static final class Watched implements SessionStore {
        private final SessionStore store = SessionStore.inMemory(10);
        private final List<Session> taken = new ArrayList<>();

        @Override
        public void put(Bytes name, Session session) {
            store.put(name, session);
        }

        @Override
        public Optional<Session> take(Bytes name) {
            Optional<Session> session = store.take(name);
            session.ifPresent(taken::add);
            return session;
        }

        @Override
        public Optional<Session> peek(Bytes name) {
            return store.peek(name);
        }
    }

    @Test
    void a_session_is_wiped_that_the_server_began_to_resume_when_its_entropy_failed() {
        Watched store = new Watched();
        Session13 session = Families13.session(Families13.plain(1).server(server -> server.tickets(TicketPolicy.storedIn(store))));
        Entropy failing = out -> {
            if (!store.taken.isEmpty()) {
                throw new IllegalStateException("no entropy");
            }
        };
        ServerConfig config = ServerConfig.identity(Families13.CLIENT).versions(ProtocolVersion.DTLS_1_3).entropy(failing)
                .groups(List.of(NamedGroup.X25519)) // in which there is a share
                .tickets(TicketPolicy.storedIn(store)).build();
        DtlsEngine client = DtlsEngine.client(
                ClientConfig.trusting(Families13.ANYONE).versions(ProtocolVersion.DTLS_1_3).resume(session).build(), NOWHERE);
        DtlsEngine server = DtlsEngine.server(config, NOWHERE);
        client.start(0);
        server.start(0);
        exchange(client, server);
        assertTrue(server.isOver());
        assertEquals(1, store.taken.size());
        assertTrue(((Session13) store.taken.get(0)).psk().isClosed());
    }
}
