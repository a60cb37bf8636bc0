package io.puredtls.flight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.config.FlightTiming;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.record.epoch.WriteEpoch;
import io.puredtls.record.layer.RecordLayer;
import io.puredtls.record.protection.Cleartext;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** [RFC6347 §4.2.4] The arrows of the diagram in the package's documentation, in virtual time. */
class FlightControllerTest {
    private static final long MS = 1_000_000;
    private static final FlightTiming TIMING = new FlightTiming(Duration.ofMillis(100), Duration.ofMillis(1000), 5, FlightTiming.Adaptation.NONE);
    private static final List<FlightItem> SMALL = List.of(Wire.message(0, 0, 50));
    private static final List<FlightItem> THREE_DATAGRAMS = List.of(Wire.message(0, 0, 3000));

    private final Wire wire = new Wire();
    private final PathMtu mtu = new PathMtu(1200);
    private final FlightController flights = new FlightController(TIMING, mtu);
    private final byte[] out = new byte[2000];
    private long now = 7_000 * MS;

    // PREPARING

    @Test
    void preparing_sends_nothing_and_waits_for_nothing() throws ProtocolException {
        assertFalse(flights.isSending());
        assertEquals(0, poll());
        assertEquals(FlightController.NEVER, flights.deadline());
        flights.onTimeout(Long.MAX_VALUE);
        flights.onPeerRetransmit(true);
        flights.onPeerFlight(now);
        assertFalse(flights.isSending());
        assertFalse(flights.keepsLastFlight());
        assertEquals(0, flights.retransmissions());
    }

    @Test
    void preparing_to_sending_by_launch() {
        flights.launch(SMALL, Answer.FLIGHT, now);
        assertTrue(flights.isSending());
        assertEquals(FlightController.NEVER, flights.deadline(), "no timer before all of it is out");
    }

    // SENDING

    @Test
    void sending_to_waiting_when_the_last_datagram_is_out() {
        flights.launch(THREE_DATAGRAMS, Answer.FLIGHT, now);
        for (int datagram = 1; datagram <= 3; datagram++) {
            assertTrue(flights.isSending());
            assertTrue(poll() > 0);
            now += 10 * MS;
        }
        assertFalse(flights.isSending());
        assertEquals(0, poll());
        assertEquals(now - 10 * MS + 100 * MS, flights.deadline(), "from the last datagram on");
    }

    @Test
    void sending_to_finished_when_the_last_flight_is_out() {
        flights.launch(SMALL, Answer.NOTHING, now);
        assertTrue(flights.keepsLastFlight());
        pollAll();
        assertTrue(flights.keepsLastFlight());
        assertFalse(flights.isSending());
        assertEquals(FlightController.NEVER, flights.deadline());
    }

    @Test
    void sending_is_not_begun_anew_by_a_retransmission_of_the_peer() {
        flights.launch(THREE_DATAGRAMS, Answer.FLIGHT, now);
        poll();
        flights.onPeerRetransmit(true);
        assertEquals(2, pollAll().size());
        assertEquals(0, flights.retransmissions());
    }

    @Test
    void sending_to_preparing_when_the_peers_flight_comes_first() {
        flights.launch(THREE_DATAGRAMS, Answer.FLIGHT, now);
        poll();
        flights.onPeerFlight(now);
        assertFalse(flights.isSending());
        assertEquals(0, poll());
    }

    @Test
    // [RFC9846 §5.1#6] [RFC9846 §5.4#2]
    void nothing_is_written_where_no_record_fits_and_the_flight_goes_on() {
        flights.launch(SMALL, Answer.FLIGHT, now);
        assertEquals(0, flights.pollDatagram(wire.records(), out, 0, 25, now));
        assertTrue(poll() > 0);
    }

    @Test
    // [RFC9147 §4.3#3]
    void a_datagram_is_no_larger_than_the_buffer_or_the_path() {
        flights.launch(THREE_DATAGRAMS, Answer.FLIGHT, now);
        assertEquals(1200, poll());
        assertEquals(500, flights.pollDatagram(wire.records(), new byte[600], 100, 500, now));
    }

    // WAITING

    @Test
    // [RFC9147 §7.2#5]
    void waiting_to_preparing_by_the_peers_flight() throws ProtocolException {
        launchAndSend(SMALL);
        flights.onPeerFlight(now);
        assertEquals(FlightController.NEVER, flights.deadline());
        now += 10_000 * MS;
        flights.onTimeout(now);
        assertFalse(flights.isSending());
    }

    @Test
    void waiting_to_sending_by_the_next_launch() {
        launchAndSend(SMALL);
        flights.launch(THREE_DATAGRAMS, Answer.FLIGHT, now);
        assertEquals(3, pollAll().size());
    }

    /** [RFC6347 §4.2.4#1] */
    @Test
    // [RFC9147 §5.8.1#2]
    void waiting_to_sending_on_timeout() throws ProtocolException {
        launchAndSend(THREE_DATAGRAMS);
        now = flights.deadline();
        flights.onTimeout(now);
        assertTrue(flights.isSending());
        assertEquals(1, flights.retransmissions());
        assertEquals(3, pollAll().size(), "all of it");
        assertEquals(1, wire.messages().size(), "the same messages, in records of their own");
    }

    @Test
    void waiting_goes_on_before_the_deadline() throws ProtocolException {
        launchAndSend(SMALL);
        flights.onTimeout(flights.deadline() - 1);
        assertFalse(flights.isSending());
        flights.onTimeout(flights.deadline());
        assertTrue(flights.isSending());
    }

    @Test
    void waiting_to_sending_when_the_peer_sends_its_flight_again() {
        launchAndSend(SMALL);
        flights.onPeerRetransmit(true);
        assertEquals(1, pollAll().size());
        assertEquals(1, flights.retransmissions());
    }

    @Test
    void waiting_does_not_keep_a_last_flight() {
        flights.launch(SMALL, Answer.FLIGHT, now);
        assertFalse(flights.keepsLastFlight());
        pollAll();
        assertFalse(flights.keepsLastFlight());
    }

    // FINISHED

    @Test
    void finished_to_sending_when_the_peer_asks_again_and_back() throws ProtocolException {
        flights.launch(SMALL, Answer.NOTHING, now);
        pollAll();
        for (int again = 1; again <= 3; again++) {
            flights.onPeerRetransmit(true);
            assertTrue(flights.isSending());
            assertTrue(flights.keepsLastFlight());
            assertEquals(1, pollAll().size());
            assertTrue(flights.keepsLastFlight());
            assertEquals(again, flights.retransmissions());
            assertEquals(FlightController.NEVER, flights.deadline());
        }
    }

    @Test
    void finished_never_sends_on_a_timer() throws ProtocolException {
        flights.launch(SMALL, Answer.NOTHING, now);
        pollAll();
        flights.onTimeout(Long.MAX_VALUE);
        assertFalse(flights.isSending());
    }

    @Test
    void finished_is_forgotten() {
        flights.launch(SMALL, Answer.NOTHING, now);
        pollAll();
        flights.forget();
        assertFalse(flights.keepsLastFlight());
        flights.onPeerRetransmit(true);
        assertFalse(flights.isSending());
    }

    @Test
    void waiting_and_sending_are_forgotten() {
        launchAndSend(SMALL);
        flights.forget();
        assertEquals(FlightController.NEVER, flights.deadline());
        flights.launch(SMALL, Answer.FLIGHT, now);
        flights.forget();
        assertEquals(0, poll());
    }

    // Time

    @Test
    void timeouts_double_up_to_the_cap() throws ProtocolException {
        launchAndSend(SMALL);
        List<Long> waits = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            waits.add((flights.deadline() - now) / MS);
            timeOutAndSend();
        }
        waits.add((flights.deadline() - now) / MS);
        assertEquals(List.of(100L, 200L, 400L, 800L, 1000L, 1000L), waits);
    }

    @Test
    void the_timer_goes_back_to_its_start_after_progress() throws ProtocolException {
        launchAndSend(SMALL);
        timeOutAndSend();
        timeOutAndSend();
        flights.launch(SMALL, Answer.FLIGHT, now);
        pollAll();
        assertEquals(now + 100 * MS, flights.deadline());
    }

    @Test
    void a_retransmission_of_the_peer_neither_doubles_nor_counts_as_an_attempt() throws ProtocolException {
        launchAndSend(SMALL);
        for (int i = 0; i < 20; i++) {
            now += MS;
            flights.onPeerRetransmit(true);
            pollAll();
        }
        assertEquals(now + 100 * MS, flights.deadline());
        for (int i = 0; i < 5; i++) {
            timeOutAndSend();
        }
        assertEquals(25, flights.retransmissions());
    }

    @Test
    void the_limit_of_retransmissions_ends_it() throws ProtocolException {
        launchAndSend(SMALL);
        for (int i = 0; i < 5; i++) {
            timeOutAndSend();
        }
        now = flights.deadline();
        var thrown = assertThrows(ProtocolException.class, () -> flights.onTimeout(now));
        assertEquals(Violation.RETRANSMISSION_LIMIT, thrown.violation());
        assertEquals("a flight was sent 6 times without an answer", thrown.getMessage());
        assertFalse(flights.isSending());
    }

    @Test
    void the_limit_is_one_per_flight() throws ProtocolException {
        for (int flight = 0; flight < 3; flight++) {
            launchAndSend(SMALL);
            for (int i = 0; i < 5; i++) {
                timeOutAndSend();
            }
        }
        assertEquals(15, flights.retransmissions());
    }

    @Test
    void without_retransmissions_the_first_timeout_ends_it() {
        FlightController once = new FlightController(new FlightTiming(Duration.ofMillis(100), Duration.ofMillis(100), 0), mtu);
        once.launch(SMALL, Answer.FLIGHT, now);
        once.pollDatagram(wire.records(), out, 0, 1200, now);
        assertThrows(ProtocolException.class, () -> once.onTimeout(once.deadline()));
    }

    @Test
    void unlimited_retransmissions_go_on() throws ProtocolException {
        FlightController forever = new FlightController(FlightTiming.DEFAULT, mtu);
        forever.launch(SMALL, Answer.FLIGHT, now);
        for (int i = 0; i < 500; i++) {
            forever.pollDatagram(wire.records(), out, 0, 1200, now);
            now = forever.deadline();
            forever.onTimeout(now);
        }
        assertEquals(500, forever.retransmissions());
    }

    @Test
    void new_timing_rescales_a_running_timer_with_its_doublings() throws ProtocolException {
        launchAndSend(SMALL);
        timeOutAndSend();
        timeOutAndSend();
        long sentAt = now;
        now += 50 * MS;
        flights.timing(TIMING.withInitialRto(Duration.ofMillis(60)));
        assertEquals(sentAt + 240 * MS, flights.deadline());
        flights.timing(TIMING.withInitialRto(Duration.ofMillis(500)));
        assertEquals(sentAt + 1000 * MS, flights.deadline(), "up to the cap");
    }

    @Test
    void losses_lower_the_path_mtu_for_the_flight_that_is_sent_again() throws ProtocolException {
        launchAndSend(THREE_DATAGRAMS);
        timeOutAndSend();
        assertEquals(1200, mtu.current());
        now = flights.deadline();
        flights.onTimeout(now);
        assertEquals(548, mtu.current());
        List<Integer> lengths = pollAll();
        assertEquals(6, lengths.size());
        assertEquals(548, lengths.get(0));
        flights.onPeerFlight(now);
        assertEquals(548, mtu.current());
    }

    @Test
    void losses_of_different_flights_are_not_in_a_row() throws ProtocolException {
        for (int flight = 0; flight < 3; flight++) {
            launchAndSend(SMALL);
            timeOutAndSend();
        }
        assertEquals(1200, mtu.current());
    }

    // Record numbers

    @Test
    void a_flight_is_sent_while_every_epoch_has_a_number() {
        List<FlightItem> two = List.of(Wire.message(0, 0, 50), new FlightItem.ChangeCipherSpec(0), Wire.message(1, 1, 50));
        assertTrue(flights.hasNumbersLeft(numbersLeft(0, 0)), "nothing is to be sent");
        flights.launch(two, Answer.FLIGHT, now);
        assertTrue(flights.hasNumbersLeft(numbersLeft(1, 1)));
        assertFalse(flights.hasNumbersLeft(numbersLeft(0, 1)));
        assertFalse(flights.hasNumbersLeft(numbersLeft(1, 0)));
        pollAll();
        assertTrue(flights.hasNumbersLeft(numbersLeft(0, 0)), "all is sent");
    }

    private static RecordLayer numbersLeft(int inEpoch0, int inEpoch1) {
        RecordLayer records = new RecordLayer(0, 0);
        Cleartext cleartext = new Cleartext(ProtocolVersion.DTLS_1_2);
        records.install(WriteEpoch.of(0, cleartext, 5, inEpoch0));
        records.install(WriteEpoch.of(1, cleartext, 5, inEpoch1));
        return records;
    }

    @Test
    void the_flight_launched_is_a_copy() {
        List<FlightItem> list = new ArrayList<>(SMALL);
        flights.launch(list, Answer.FLIGHT, now);
        list.clear();
        assertTrue(poll() > 0);
    }

    private void launchAndSend(List<FlightItem> flight) {
        flights.launch(flight, Answer.FLIGHT, now);
        pollAll();
    }

    private void timeOutAndSend() throws ProtocolException {
        now = flights.deadline();
        flights.onTimeout(now);
        assertTrue(flights.isSending());
        pollAll();
    }

    private int poll() {
        int length = flights.pollDatagram(wire.records(), out, 0, mtu.current(), now);
        if (length > 0) {
            wire.deliver(out.clone(), 0, length);
        }
        return length;
    }

    private List<Integer> pollAll() {
        List<Integer> lengths = new ArrayList<>();
        for (int length = poll(); length > 0; length = poll()) {
            lengths.add(length);
        }
        return lengths;
    }
}
