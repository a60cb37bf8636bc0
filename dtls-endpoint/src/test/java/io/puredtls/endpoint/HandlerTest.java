package io.puredtls.endpoint;

import static io.puredtls.endpoint.Loopback.address;
import static io.puredtls.endpoint.Loopback.anyPort;
import static io.puredtls.endpoint.Loopback.assertEchoes;
import static io.puredtls.endpoint.Loopback.bytes;
import static io.puredtls.endpoint.Loopback.client;
import static io.puredtls.endpoint.Loopback.connected;
import static io.puredtls.endpoint.Loopback.echoing;
import static io.puredtls.endpoint.Loopback.endpoint;
import static io.puredtls.endpoint.Loopback.get;
import static io.puredtls.endpoint.Loopback.server;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.endpoint.SessionEnd.Reason;
import io.puredtls.event.Decision;
import io.puredtls.session.SessionInfo;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** What handlers may do, and what goes on while they do it. */
@Timeout(300)
class HandlerTest {
    @Test
    void while_a_handler_works_other_threads_may_use_its_session() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        var inHandler = new CompletableFuture<DtlsSession>();
        try (var server = Dtls.listen(anyPort(), server().build(), new SessionHandler() {
            @Override
            public void onMessage(DtlsSession session, byte[] message) {
                inHandler.complete(session);
                try {
                    goOn.await();
                } catch (InterruptedException interrupted) {
                    throw new AssertionError(interrupted);
                }
            }
        }); var client = connected(server)) {
            client.send(bytes("go"));
            DtlsSession busy = get(inHandler);
            var using = Waiting.start(() -> {
                busy.send(bytes("meanwhile"));
                busy.exportKeyingMaterial("EXPORTER-test", 16).close();
                return busy.maxMessage() + busy.stats().messagesSent();
            });
            assertTrue(get(using.result()) > 0);
            assertArrayEquals(bytes("meanwhile"), client.receive(Loopback.PATIENCE).orElseThrow());
            goOn.countDown();
        }
    }

    @Test
    void a_handler_may_connect_and_send_and_close() throws Exception {
        try (var target = echoing(); var front = DtlsEndpoint.open(endpoint().build())) {
            var begun = new CompletableFuture<DtlsSession>();
            front.listen(server().build(), new SessionHandler() {
                @Override
                public void onMessage(DtlsSession session, byte[] message) {
                    try {
                        begun.complete(front.connect(address(target), client().build()));
                        session.send(bytes("on it"));
                    } catch (IOException failed) {
                        throw new UncheckedIOException(failed);
                    }
                    session.close();
                }
            });
            try (var session = connected(front)) {
                session.send(bytes("connect"));
                assertArrayEquals(bytes("on it"), session.receive(Loopback.PATIENCE).orElseThrow());
                get(get(begun).opened());
                assertEchoes(get(begun), "by way of the handler");
                assertEquals(Reason.CLOSED_BY_PEER, get(session.closed()).reason());
            }
        }
    }

    @Test
    void a_handler_may_close_its_endpoint() throws Exception {
        var server = DtlsEndpoint.open(endpoint().build());
        server.listen(server().build(), new SessionHandler() {
            @Override
            public void onMessage(DtlsSession session, byte[] message) {
                server.close();
            }
        });
        try (var session = connected(server)) {
            long start = System.nanoTime();
            session.send(bytes("close"));
            assertEquals(Reason.CLOSED_BY_PEER, get(session.closed()).reason());
            get(server.closed());
            assertTrue(System.nanoTime() - start < TimeUnit.SECONDS.toNanos(5), "it waited for itself");
        }
    }

    @Test
    void when_a_handler_is_told_of_the_connection_the_session_can_be_used() throws Exception {
        var seen = new CompletableFuture<Boolean>();
        try (var server = echoing()) {
            DtlsSession session = Dtls.connect("127.0.0.1", address(server).getPort(), client().build(), new SessionHandler() {
                @Override
                public void onConnected(DtlsSession own, SessionInfo info) {
                    seen.complete(own.isConnected() && own.info().orElseThrow().equals(info) && own.opened().isDone()
                            && own.maxMessage() > 0 && own.stats().connectedAt() > 0);
                }
            });
            assertTrue(get(seen));
            session.close();
            get(session.closed());
        }
    }

    @Test
    @ExtendWith(Quiet.class)
    void when_the_loop_dies_everyone_is_told_and_nobody_waits_for_ever() throws Exception {
        AtomicBoolean dying = new AtomicBoolean();
        var config = endpoint().filter((direction, peer, length) -> {
            if (dying.get() && direction == DatagramFilter.Direction.RECEIVED) {
                throw new Error("on purpose");
            }
            return true;
        }).build();
        Echo echo = new Echo();
        try (var server = echoing(); var clients = DtlsEndpoint.open(config)) {
            clients.listen(server().build());
            DtlsSession session = connected(clients, server);
            try (var other = echoing()) {
                DtlsSession withHandler = clients.connect(address(other), client().build(), echo);
                get(withHandler.opened());
                var receiving = Waiting.on(() -> session.receive(Loopback.PATIENCE));
                var accepting = Waiting.on(() -> clients.accept(Loopback.PATIENCE));
                dying.set(true);
                session.send(bytes("die"));
                assertEquals(Reason.IO_FAILED, get(session.closed()).reason());
                assertEquals(Reason.IO_FAILED, get(withHandler.closed()).reason());
                assertEquals(Reason.IO_FAILED, echo.nextEnded().end().reason());
                get(clients.closed());
                assertTrue(assertThrows(ExecutionException.class, receiving::get).getCause()
                        instanceof SessionEndedException);
                assertTrue(accepting.get().isEmpty());
                assertThrows(SessionEndedException.class, () -> session.send(bytes("late")));
                assertThrows(IllegalStateException.class, () -> clients.connect(address(server), client().build()));
                session.close();
                session.decide(new Decision.Trust());
                assertEquals(0, clients.stats().orElseThrow().sessions());
            }
        }
    }
}
