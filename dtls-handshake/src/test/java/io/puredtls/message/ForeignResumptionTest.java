package io.puredtls.message;

import static io.puredtls.message.ForeignHandshake.Side.CLIENT;
import static io.puredtls.message.ForeignHandshake.Side.SERVER;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.ProtocolException;
import io.puredtls.crypto.schedule12.MasterSecret;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.extension.ExtendedMasterSecret;
import io.puredtls.extension.SessionTicket;
import io.puredtls.extension.SessionTicketPromised;
import io.puredtls.wire.Bytes;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** OpenSSL coming back to OpenSSL, by a session ID and by a ticket, read, hashed and derived by our parts. */
class ForeignResumptionTest {
    private static final List<String> UP_TO_SERVER_HELLO =
            List.of("CLIENT ClientHello", "SERVER HelloVerifyRequest", "CLIENT ClientHello", "SERVER ServerHello");
    static final List<String> names = List.of("session-id-full", "session-id-resumed", "ticket-full", "ticket-resumed");
    static final List<String> resumed = List.of("session-id-resumed", "ticket-resumed");

    private static List<String> afterServerHello(ForeignHandshake handshake) {
        List<String> all = handshake.messages().stream().map(said -> said.by() + " " + said.message().type()).toList();
        assertEquals(UP_TO_SERVER_HELLO, all.subList(0, 4));
        return all.subList(4, all.size());
    }

    /** [RFC5246 §7.3] [RFC5077 §3.1] The server's Finished goes first; a ticket that is good need not be followed by another. */
    @ParameterizedTest
    @FieldSource("resumed")
    void abbreviated_handshake_is_two_hellos_and_two_proofs(String name) throws ProtocolException {
        assertEquals(List.of("SERVER Finished", "CLIENT Finished"), afterServerHello(ForeignHandshake.read(name)));
    }

    /** [RFC5077 §3.3] */
    @Test
    void ticket_comes_before_the_servers_proof() throws ProtocolException {
        assertEquals(
                List.of("SERVER Certificate", "SERVER ServerKeyExchange", "SERVER ServerHelloDone", "CLIENT ClientKeyExchange",
                        "CLIENT Finished", "SERVER NewSessionTicket", "SERVER Finished"),
                afterServerHello(ForeignHandshake.read("ticket-full")));
        assertEquals(0, ForeignHandshake.read("ticket-full").last(SERVER, NewSessionTicket12.class).raw().epoch());
    }

    @Test
    void session_id_is_given_and_said_by_both_when_it_is_resumed() throws ProtocolException {
        ForeignHandshake full = ForeignHandshake.read("session-id-full");
        assertEquals(Bytes.EMPTY, full.message(CLIENT, ClientHello.class).sessionId());
        Bytes id = full.message(SERVER, ServerHello.class).sessionId();
        assertEquals(32, id.length());
        ForeignHandshake again = ForeignHandshake.read("session-id-resumed");
        assertEquals(id, again.message(CLIENT, ClientHello.class).sessionId());
        assertEquals(id, again.message(SERVER, ServerHello.class).sessionId());
    }

    /** [RFC5077 §3.2] [RFC5077 §3.4] */
    @Test
    void ticket_is_wanted_promised_given_and_brought_back() throws ProtocolException {
        ForeignHandshake full = ForeignHandshake.read("ticket-full");
        assertEquals(SessionTicket.WANTED, full.message(CLIENT, ClientHello.class).find(SessionTicket.class).orElseThrow());
        assertTrue(full.message(SERVER, ServerHello.class).find(SessionTicketPromised.class).isPresent());
        assertEquals(Bytes.EMPTY, full.message(SERVER, ServerHello.class).sessionId());
        NewSessionTicket12 given = full.message(SERVER, NewSessionTicket12.class);
        assertEquals(7200, given.ticketLifetimeHint(), "two hours are OpenSSL's default");
        ForeignHandshake again = ForeignHandshake.read("ticket-resumed");
        ClientHello hello = again.message(CLIENT, ClientHello.class);
        assertEquals(new SessionTicket(given.ticket()), hello.find(SessionTicket.class).orElseThrow());
        assertEquals(32, hello.sessionId().length(), "made up by the client, to see whether it comes back");
        assertEquals(hello.sessionId(), again.message(SERVER, ServerHello.class).sessionId());
        assertFalse(again.message(SERVER, ServerHello.class).find(SessionTicketPromised.class).isPresent());
    }

    @ParameterizedTest
    @FieldSource("names")
    void every_message_is_written_again_as_it_came(String name) throws ProtocolException {
        for (ForeignHandshake.Said said : ForeignHandshake.read(name).messages()) {
            assertEquals(said.raw().body(), said.message().toBytes(), () -> said.message().toString());
        }
    }

    /** [RFC5246 §7.4.9] Each proof covers the one before it, and a ticket. */
    @ParameterizedTest
    @FieldSource("names")
    void verify_data_of_both_ends_follows_from_the_transcript(String name) throws ProtocolException {
        ForeignHandshake handshake = ForeignHandshake.read(name);
        try (MasterSecret master = handshake.masterSecret()) {
            for (ForeignHandshake.Side side : ForeignHandshake.Side.values()) {
                byte[] hash = ForeignHandshakeTest.transcript(handshake,
                        said -> said.by() == side && said.message() instanceof Finished).hash();
                assertArrayEquals(
                        handshake.message(side, Finished.class).verifyData().toArray(),
                        side == CLIENT ? master.clientVerifyData(hash) : master.serverVerifyData(hash), side.name());
            }
        }
    }

    /** [RFC7627 §5.3] Whoever comes back says extended_master_secret again, though the secret is the session's. */
    @ParameterizedTest
    @FieldSource("resumed")
    void keys_and_exports_are_new_while_the_master_secret_is_the_sessions(String name) throws ProtocolException {
        ForeignHandshake full = ForeignHandshake.read(name.replace("resumed", "full"));
        ForeignHandshake again = ForeignHandshake.read(name);
        assertEquals(full.secret("master_secret"), again.secret("master_secret"));
        assertNotEquals(full.secret("exported"), again.secret("exported"));
        assertTrue(again.message(SERVER, ServerHello.class).find(ExtendedMasterSecret.class).isPresent());
        assertEquals("from the client\n", again.applicationData(CLIENT));
        assertEquals("from the server\n", again.applicationData(SERVER));
        try (MasterSecret master = again.masterSecret();
                SecretBytes exported = master.export(again.exporterLabel(), again.randoms(), 40)) {
            assertEquals(again.secret("exported").hex(), HexFormat.of().formatHex(exported.view()));
        }
    }
}
