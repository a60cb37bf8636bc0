package io.puredtls.dtls12.client;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.puredtls.authentication.FinishedVerified;
import io.puredtls.config.ClientConfig;
import io.puredtls.crypto.hash.HashAlgorithm;
import io.puredtls.crypto.jca.Jca;
import io.puredtls.crypto.schedule12.MasterSecret;
import io.puredtls.crypto.schedule12.Randoms;
import io.puredtls.crypto.secret.SecretBytes;
import io.puredtls.crypto.suite.CipherSuite;
import io.puredtls.dtls12.Connected12;
import io.puredtls.dtls12.Promise;
import io.puredtls.message.Finished;
import io.puredtls.message.NewSessionTicket12;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.session.PeerIdentity;
import io.puredtls.session.Session12;
import io.puredtls.session.SessionInfo;
import io.puredtls.state.RecordingContext;
import io.puredtls.trust.TrustPolicy;
import io.puredtls.wire.Bytes;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the server gives its client to come back with, and what the client makes of it. */
class KeepsakeTest {
    private static final Instant NOW = Instant.parse("2026-06-01T12:00:00Z");
    private static final ClientConfig CONFIG = ClientConfig.trusting(TrustPolicy.dangerouslyTrustAnyone())
            .serverName("server.test").clock(Clock.fixed(NOW, ZoneOffset.UTC)).build();
    private static final Bytes ID = Bytes.of(new byte[32]);
    private static final Bytes TICKET = Bytes.of(new byte[100]);

    private static Keepsake given(Promise promise) {
        return Keepsake.given(CONFIG, Session12.Origin.at(NOW.toEpochMilli()), promise);
    }

    /** The sessions that come of it when a handshake has ended. */
    private static List<Session12> sessions(Keepsake keepsake, boolean extendedMasterSecret) throws Exception {
        byte[] verifyData = new byte[MasterSecret.VERIFY_DATA_LENGTH];
        SessionInfo info = new SessionInfo(
                ProtocolVersion.DTLS_1_2, CipherSuite.TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, Optional.empty(), Optional.empty(),
                PeerIdentity.ANONYMOUS, Optional.of("server.test"), Optional.of("coap"), Optional.empty(), "", extendedMasterSecret, false, false);
        Connected12 connected = new Connected12(
                new MasterSecret(Jca.PLATFORM, HashAlgorithm.SHA256, SecretBytes.taking(new byte[48])),
                new Randoms(new byte[Randoms.LENGTH], new byte[Randoms.LENGTH]), info,
                FinishedVerified.check(new Finished(Bytes.of(verifyData)), verifyData), keepsake);
        RecordingContext context = new RecordingContext(CONFIG.settings());
        connected.afterHandshake(context);
        connected.close();
        return context.resumable().stream().map(Session12.class::cast).toList();
    }

    @Test
    void a_session_id_is_good_for_a_day() throws Exception {
        Session12 session = sessions(given(new Promise.SessionId(ID)), true).get(0);
        assertEquals(ID, session.sessionId());
        assertEquals(Bytes.EMPTY, session.ticket());
        assertEquals(Duration.ofDays(1).toSeconds(), session.lifetime());
        assertEquals(NOW.toEpochMilli(), session.issuedAt());
        assertEquals(Optional.of("server.test"), session.serverName());
        assertEquals(Optional.of("coap"), session.applicationProtocol());
        assertEquals(48, session.masterSecret().view().length, "a copy outlives the connection");
    }

    /** [RFC5077 §3.3#10] */
    @Test
    void a_ticket_is_good_for_as_long_as_the_server_says_or_for_a_day() throws Exception {
        for (long[] hinted : new long[][] {{0, 86_400}, {1, 1}, {7200, 7200}, {604_800, 604_800}, {0xFFFF_FFFFL, 604_800}}) {
            Keepsake keepsake = given(new Promise.Ticket()).with(new NewSessionTicket12(hinted[0], TICKET));
            assertEquals(hinted[1], sessions(keepsake, true).get(0).lifetime(), "hint " + hinted[0]);
        }
    }

    /** [RFC5077 §3.4#3] [RFC5077 §4#1] */
    @Test
    void a_ticket_takes_the_place_of_a_session_id() throws Exception {
        Session12 session = sessions(given(new Promise.SessionId(ID)).with(new NewSessionTicket12(60, TICKET)), true).get(0);
        assertEquals(Bytes.EMPTY, session.sessionId());
        assertEquals(TICKET, session.ticket());
    }

    /** [RFC5077 §3.3#6] */
    @Test
    void an_empty_ticket_is_none_and_leaves_what_was_resumed() throws Exception {
        NewSessionTicket12 empty = new NewSessionTicket12(60, Bytes.EMPTY);
        assertEquals(List.of(), sessions(given(new Promise.Ticket()).with(empty), true));
        Session12 earlier = sessions(given(new Promise.Ticket()).with(new NewSessionTicket12(60, TICKET)), true).get(0);
        assertEquals(TICKET, sessions(Keepsake.still(CONFIG, earlier).with(empty), true).get(0).ticket());
    }

    @Test
    void nothing_promised_is_nothing_to_come_back_with() throws Exception {
        assertEquals(List.of(), sessions(given(new Promise.Nothing()), true));
    }

    /** [RFC7627 §5.3#1] [RFC7627 §5.3#2] */
    @Test
    void there_is_no_session_of_a_secret_that_is_not_bound_to_its_handshake() throws Exception {
        assertEquals(List.of(), sessions(given(new Promise.SessionId(ID)), false));
    }

    @Test
    void no_session_leads_further_than_a_week_from_the_full_handshake() throws Exception {
        Session12.Origin origin = Session12.Origin.at(NOW.minus(Duration.ofDays(6)).toEpochMilli());
        Keepsake old = Keepsake.given(CONFIG, origin, new Promise.Ticket()).with(new NewSessionTicket12(604_800, TICKET));
        assertEquals(Duration.ofDays(1).toSeconds(), sessions(old, true).get(0).lifetime());
        Keepsake older = Keepsake.given(CONFIG, Session12.Origin.at(NOW.minus(Duration.ofDays(7)).toEpochMilli()), new Promise.Ticket());
        assertEquals(List.of(), sessions(older.with(new NewSessionTicket12(604_800, TICKET)), true));
    }
}
