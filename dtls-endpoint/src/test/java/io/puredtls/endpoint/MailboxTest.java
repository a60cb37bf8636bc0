package io.puredtls.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.session.PeerIdentity;
import io.puredtls.session.Session13;
import io.puredtls.wire.Bytes;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a session without a handler keeps, and for how long. */
class MailboxTest {
    private final CompletableFuture<SessionEnd> closed = new CompletableFuture<>();
    private final Mailbox mailbox = new Mailbox(1, new SessionCounters(0), closed);

    private Session13 given() {
        Session13 session = new Session13(CipherSuite.TLS_AES_128_GCM_SHA256, SecretBytes.taking(new byte[32]), 0, 0, 1, 0, 0,
                Optional.empty(), Optional.empty(), PeerIdentity.ANONYMOUS, Bytes.EMPTY, Bytes.EMPTY);
        mailbox.onResumable(null, session);
        return session;
    }

    private void end(SessionEnd.Reason reason) {
        closed.complete(SessionEnd.of(reason, "over"));
        mailbox.onEnd(null, closed.join());
    }

    @Test
    void of_sessions_to_be_resumed_it_keeps_the_newest_and_wipes_the_others() {
        Session13 first = given();
        assertFalse(first.psk().isClosed());
        Session13 second = given();
        assertTrue(first.psk().isClosed());
        assertEquals(Optional.of(second), mailbox.takeResumable());
        assertEquals(Optional.empty(), mailbox.takeResumable());
        given();
        assertFalse(second.psk().isClosed(), "what was taken is the taker's to close");
    }

    @Test
    void what_nobody_took_is_wiped_when_we_close() {
        Session13 session = given();
        end(SessionEnd.Reason.CLOSED_LOCALLY);
        assertTrue(session.psk().isClosed());
        assertEquals(Optional.empty(), mailbox.takeResumable());
    }

    @Test
    void after_another_end_it_can_be_taken_until_it_is_wiped() {
        Session13 session = given();
        end(SessionEnd.Reason.CLOSED_BY_PEER);
        assertFalse(session.psk().isClosed());
        mailbox.wipe();
        assertTrue(session.psk().isClosed());
        assertEquals(Optional.empty(), mailbox.takeResumable());
    }
}
