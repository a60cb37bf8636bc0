package io.puredtls.flight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.alert.ProtocolException;
import io.puredtls.alert.Violation;
import io.puredtls.config.FlightTiming;
import io.puredtls.flight.Wire13.Carrier;
import io.puredtls.flight.Wire13.Piece;
import io.puredtls.record.RecordNumber;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** [RFC9147 §5.8] [RFC9147 §7] The same machine where the peer says which records it got, in virtual time. */
class AcknowledgedFlightTest {
    private static final long MS = 1_000_000;
    private static final FlightTiming TIMING = new FlightTiming(Duration.ofMillis(100), Duration.ofMillis(1000), 5, FlightTiming.Adaptation.NONE);

    private final Wire13 wire = new Wire13();
    private final PathMtu mtu = new PathMtu(1200);
    private final byte[] out = new byte[2000];
    private FlightController flights = new FlightController(TIMING, mtu);
    private long now = 7_000 * MS;

    /** Of 3000 bytes in epoch 2, where a datagram of 1200 has 1166 of them: [0,1166), [1166,2332), [2332,3000). */
    private static final List<FlightItem> THREE_RECORDS = List.of(Wire.message(2, 0, 3000));

    // What an ACK leaves

    /** [RFC9147 §7.2] */
    @Test
    // [RFC9147 §5.8.1#3] [RFC9147 §7.2#1] [RFC9147 §7.2#2]
    void what_was_not_acknowledged_is_sent_again_at_once_and_nothing_else() {
        List<Carrier> sent = launch(THREE_RECORDS);
        assertEquals("[0[0,1166)], [0[1166,2332)], [0[2332,3000)]", pieces(sent));
        assertFalse(flights.onAck(numbers(sent.get(1)), now));
        assertTrue(flights.isSending());
        List<Carrier> again = pollAll();
        assertEquals("[0[0,1166)], [0[2332,3000)]", pieces(again));
        assertEquals(1, flights.retransmissions());
        assertEquals(now + 100 * MS, flights.deadline());
        assertTrue(flights.onAck(numbers(again.get(0), again.get(1)), now));
        assertTrue(flights.isQuiet());
    }

    /** [RFC9147 §4.4] [RFC9147 §7.2] What is missing are bytes, however they were cut. */
    @Test
    void what_is_missing_is_cut_to_the_path_of_now() {
        List<Carrier> sent = launch(THREE_RECORDS);
        mtu.configure(512); // of which 478 are the message's
        flights.onAck(numbers(sent.get(0)), now);
        List<Carrier> again = pollAll();
        assertEquals("[0[1166,1644)], [0[1644,2122)], [0[2122,2600)], [0[2600,3000)]", pieces(again));
        mtu.configure(1200);
        flights.onAck(numbers(again.get(1), again.get(2)), now);
        assertEquals("[0[1166,1644), 0[2600,3000)]", pieces(pollAll()));
    }

    @Test
    void missing_ranges_of_several_messages_share_a_record() {
        List<FlightItem> flight = List.of(Wire.message(0, 0, 100), Wire.message(2, 1, 50), Wire.message(2, 2, 3000), Wire.message(2, 3, 0));
        List<Carrier> sent = launch(flight);
        assertEquals("[0[0,100)], [1[0,50), 2[0,979)], [2[979,2145)], [2[2145,3000), 3[0,0)]", pieces(sent));
        flights.onAck(numbers(sent.get(0), sent.get(2)), now);
        assertEquals("[1[0,50), 2[0,979), 2[2145,2258)], [2[2258,3000), 3[0,0)]", pieces(pollAll()));
    }

    /** [RFC9147 §7.2] A record counts as acknowledged if any ACK names it, of whatever transmission it was. */
    @Test
    // [RFC9147 §7.2#4]
    void records_of_every_transmission_count() throws ProtocolException {
        List<Carrier> first = launch(THREE_RECORDS);
        List<Carrier> second = timeOut();
        List<Carrier> third = timeOut();
        assertEquals(pieces(first), pieces(second));
        assertFalse(flights.onAck(numbers(first.get(0)), now));
        assertEquals("[0[1166,2332)], [0[2332,3000)]", pieces(pollAll()));
        assertFalse(flights.onAck(numbers(third.get(1)), now));
        assertEquals("[0[2332,3000)]", pieces(pollAll()));
        assertTrue(flights.onAck(numbers(second.get(2)), now));
        assertTrue(flights.isQuiet());
    }

    @Test
    // [RFC9147 §5.8.1#1]
    void timeout_sends_what_is_missing_alone() throws ProtocolException {
        List<Carrier> sent = launch(THREE_RECORDS);
        flights.onAck(numbers(sent.get(0)), now);
        pollAll();
        assertEquals("[0[1166,2332)], [0[2332,3000)]", pieces(timeOut()));
        assertEquals("[0[1166,2332)], [0[2332,3000)]", pieces(timeOut().subList(0, 2)));
    }

    @Test
    void message_without_a_body_is_missing_until_it_is_acknowledged() {
        List<Carrier> sent = launch(List.of(Wire.message(0, 0, 0), Wire.message(0, 1, 10)));
        assertEquals("[0[0,0)], [1[0,10)]", pieces(sent));
        flights.onAck(numbers(sent.get(1)), now);
        List<Carrier> again = pollAll();
        assertEquals("[0[0,0)]", pieces(again));
        assertTrue(flights.onAck(numbers(again.get(0)), now));
    }

    /** [RFC9147 §5.8.1] What is acknowledged before it all went out is not sent at all. */
    @Test
    // [RFC9147 §5.8.1#1]
    void ack_of_an_earlier_transmission_shortens_the_one_that_is_going_out() throws ProtocolException {
        List<Carrier> first = launch(THREE_RECORDS);
        now = flights.deadline();
        flights.onTimeout(now);
        assertEquals("[0[0,1166)]", pieces(poll()));
        assertFalse(flights.onAck(numbers(first.get(0), first.get(1)), now));
        assertEquals("[0[2332,3000)]", pieces(pollAll()));
    }

    // What means nothing

    @Test
    void numbers_that_were_acknowledged_before_mean_nothing() {
        List<Carrier> sent = launch(THREE_RECORDS);
        flights.onAck(numbers(sent.get(1)), now);
        pollAll();
        long deadline = flights.deadline();
        now += 50 * MS;
        for (int i = 0; i < 100; i++) {
            assertFalse(flights.onAck(numbers(sent.get(1), sent.get(1)), now));
        }
        assertFalse(flights.isSending());
        assertEquals(1, flights.retransmissions());
        assertEquals(deadline, flights.deadline());
    }

    @Test
    void numbers_that_were_never_sent_mean_nothing() {
        launch(THREE_RECORDS);
        long deadline = flights.deadline();
        now += 50 * MS;
        assertFalse(flights.onAck(List.of(
                new RecordNumber(2, 3), new RecordNumber(3, 0), new RecordNumber(0, 0), new RecordNumber(1, 0),
                new RecordNumber(2, RecordNumber.MAX_SEQUENCE), new RecordNumber(RecordNumber.MAX_EPOCH, 1)), now));
        assertFalse(flights.onAck(List.of(), now));
        assertFalse(flights.isSending());
        assertEquals(0, flights.retransmissions());
        assertEquals(deadline, flights.deadline());
    }

    /** What a record of another transmission already brought is no news. */
    @Test
    void second_copy_of_what_is_there_means_nothing() throws ProtocolException {
        List<Carrier> first = launch(THREE_RECORDS);
        List<Carrier> second = timeOut();
        flights.onAck(numbers(first.get(0)), now);
        pollAll();
        assertFalse(flights.onAck(numbers(second.get(0)), now));
        assertFalse(flights.isSending());
    }

    @Test
    void ack_of_a_flight_that_has_ended_means_nothing() {
        List<Carrier> first = launch(List.of(Wire.message(2, 0, 10)));
        List<Carrier> second = launch(List.of(Wire.message(2, 1, 10)));
        assertFalse(flights.onAck(numbers(first.get(0)), now));
        assertFalse(flights.isQuiet());
        assertTrue(flights.onAck(numbers(first.get(0), second.get(0)), now));
        assertTrue(flights.isQuiet());
    }

    // The end

    /** [RFC9147 §7.2] Once all is acknowledged nothing is sent again. */
    @Test
    // [RFC9147 §5.8.1#4] [RFC9147 §7.2#3]
    void complete_ack_ends_the_flight() throws ProtocolException {
        for (Answer answer : new Answer[] {Answer.FLIGHT, Answer.ACKNOWLEDGEMENT}) {
            flights.launch(THREE_RECORDS, answer, now);
            List<Carrier> sent = pollAll();
            assertFalse(flights.isQuiet());
            assertTrue(flights.needs(2));
            assertTrue(flights.onAck(sent.stream().map(Carrier::number).toList(), now));
            assertTrue(flights.isQuiet());
            assertFalse(flights.needs(2));
            assertFalse(flights.keepsLastFlight());
            assertEquals(FlightController.NEVER, flights.deadline());
            flights.onTimeout(now + 100_000 * MS);
            flights.onPeerRetransmit(true);
            flights.onEmptyAck();
            assertFalse(flights.isSending());
        }
        assertEquals(0, flights.retransmissions());
    }

    @Test
    void flight_ends_by_many_small_acks() {
        List<Carrier> sent = launch(THREE_RECORDS);
        assertFalse(flights.onAck(numbers(sent.get(2)), now));
        assertFalse(flights.onAck(numbers(sent.get(0)), now));
        assertTrue(flights.onAck(numbers(sent.get(1)), now));
        assertFalse(flights.isSending(), "what was begun because of the first is not needed any more");
        assertTrue(flights.isQuiet());
    }

    /** [RFC9147 §7.2] The peer's next flight acknowledges all of ours, but not what has no answer. */
    @Test
    // [RFC9147 §7.1#11] [RFC9147 §7.2#5]
    void peers_flight_leaves_what_waits_for_an_ack() {
        List<Carrier> ticket = launchBeside(List.of(Wire.message(3, 0, 10)), Answer.ACKNOWLEDGEMENT);
        launchBeside(List.of(Wire.message(3, 1, 10)), Answer.FLIGHT);
        flights.onPeerFlight(now);
        assertFalse(flights.isQuiet());
        assertTrue(flights.onAck(numbers(ticket.get(0)), now));
        assertTrue(flights.isQuiet());
    }

    @Test
    void limit_of_retransmissions_ends_it_though_a_part_was_acknowledged() throws ProtocolException {
        List<Carrier> sent = launch(THREE_RECORDS);
        flights.onAck(numbers(sent.get(0)), now);
        pollAll();
        for (int i = 0; i < 5; i++) {
            timeOut();
        }
        now = flights.deadline();
        var thrown = assertThrows(ProtocolException.class, () -> flights.onTimeout(now));
        assertEquals(Violation.RETRANSMISSION_LIMIT, thrown.violation());
    }

    /** A device that sleeps does not lose its association; what it lacks is there when it is heard of again. */
    @Test
    void a_flight_that_nobody_acknowledges_rests_until_the_peer_is_heard_of() throws ProtocolException {
        flights = measured(100);
        launchBeside(List.of(Wire.message(3, 0, 10)), Answer.ACKNOWLEDGEMENT);
        for (int i = 0; i < 32; i++) {
            assertEquals(1, timeOut().size(), "retransmission " + i);
        }
        flights.onPeerHeard(); // it does not rest yet: the timer goes on
        assertFalse(flights.isSending());
        assertEquals(List.of(), timeOut());
        assertEquals(FlightController.NEVER, flights.deadline());
        assertFalse(flights.isQuiet(), "it has not been acknowledged");
        flights.onPeerHeard();
        List<Carrier> again = pollAll();
        assertEquals("[0[0,10)]", pieces(again));
        assertEquals(now + 100 * MS, flights.deadline(), "as if it were sent for the first time");
        assertTrue(flights.onAck(numbers(again.get(0)), now));
        assertTrue(flights.isQuiet());
    }

    // Several flights

    /** [RFC9147 §5.8.4] */
    @Test
    // [RFC9147 §5.8.4#1]
    void flights_beside_each_other_have_timers_of_their_own() throws ProtocolException {
        launchBeside(List.of(Wire.message(3, 0, 10)), Answer.ACKNOWLEDGEMENT);
        now += 30 * MS;
        launchBeside(List.of(Wire.message(3, 1, 10)), Answer.ACKNOWLEDGEMENT);
        assertEquals(now + 70 * MS, flights.deadline());
        now += 70 * MS;
        flights.onTimeout(now);
        assertEquals("[0[0,10)]", pieces(pollAll()));
        assertEquals(now + 30 * MS, flights.deadline(), "of the second");
        now += 30 * MS;
        flights.onTimeout(now);
        assertEquals("[1[0,10)]", pieces(pollAll()));
        assertEquals(now + 170 * MS, flights.deadline(), "of the first, doubled");
        assertEquals(2, flights.retransmissions());
    }

    /** [RFC9147 §5.8.4] */
    @Test
    // [RFC9147 §5.8.4#1]
    void ack_of_one_flight_is_none_of_another() {
        List<Carrier> first = launchBeside(List.of(Wire.message(3, 0, 2000)), Answer.ACKNOWLEDGEMENT);
        List<Carrier> second = launchBeside(List.of(Wire.message(3, 1, 2000)), Answer.ACKNOWLEDGEMENT);
        assertFalse(flights.onAck(numbers(first.get(0)), now));
        assertEquals("[0[1166,2000)]", pieces(pollAll()));
        assertTrue(flights.onAck(numbers(second.get(0), second.get(1)), now));
        assertFalse(flights.isQuiet());
        assertTrue(flights.onAck(numbers(first.get(1)), now));
        assertTrue(flights.isQuiet());
    }

    @Test
    void one_ack_may_be_of_several_flights() {
        List<Carrier> first = launchBeside(List.of(Wire.message(3, 0, 2000)), Answer.ACKNOWLEDGEMENT);
        List<Carrier> second = launchBeside(List.of(Wire.message(3, 1, 2000)), Answer.ACKNOWLEDGEMENT);
        assertFalse(flights.onAck(numbers(first.get(1), second.get(0)), now));
        assertEquals("[0[0,1166)], [1[1166,2000)]", pieces(pollAll()));
    }

    @Test
    void answer_to_one_message_ends_its_flight_alone() throws ProtocolException {
        launchBeside(List.of(Wire.message(3, 4, 10)), Answer.FLIGHT);
        launchBeside(List.of(Wire.message(3, 5, 10)), Answer.FLIGHT);
        flights.onAnswer(7, now);
        flights.onAnswer(4, now);
        assertEquals("[5[0,10)]", pieces(timeOut()));
        flights.onAnswer(5, now);
        assertTrue(flights.isQuiet());
    }

    @Test
    void flights_go_out_one_after_the_other() {
        flights.launchBeside(List.of(Wire.message(3, 0, 2000)), Answer.ACKNOWLEDGEMENT);
        flights.launchBeside(List.of(Wire.message(2, 1, 10)), Answer.ACKNOWLEDGEMENT);
        assertTrue(flights.needs(2));
        assertTrue(flights.needs(3));
        assertFalse(flights.needs(0));
        assertEquals("[0[0,1166)], [0[1166,2000)], [1[0,10)]", pieces(pollAll()));
        assertFalse(flights.isQuiet());
        flights.forget();
        assertTrue(flights.isQuiet());
        assertEquals(FlightController.NEVER, flights.deadline());
    }

    // Too much at once

    private static final List<FlightItem> TWENTY_FIVE_RECORDS = List.of(Wire.message(2, 0, 24 * 1166 + 100));

    /** [RFC9147 §5.8.3] */
    @Test
    // [RFC9147 §5.8.3#1]
    void large_flight_goes_out_in_bursts_of_ten_records() throws ProtocolException {
        flights.expectAcknowledgements();
        List<Carrier> first = launch(TWENTY_FIVE_RECORDS);
        assertEquals(10, first.size());
        assertFalse(flights.isSending());
        assertEquals(now + 100 * MS, flights.deadline());
        assertFalse(flights.onAck(numbers(first.get(3)), now));
        List<Carrier> second = pollAll();
        assertEquals(10, second.size());
        assertEquals(new Piece(0, 10 * 1166, 11 * 1166), second.get(0).pieces().get(0), "the next, not what is missing of the first");
        assertFalse(flights.onAck(second.stream().map(Carrier::number).toList(), now));
        List<Carrier> third = pollAll();
        assertEquals(5, third.size());
        assertEquals(new Piece(0, 24 * 1166, 24 * 1166 + 100), third.get(4).pieces().get(0));
        assertFalse(flights.onAck(numbers(third.get(0)), now));
        assertEquals(9 + 4, pollAll().size() + timeOut().size(), "what is missing of all of them, in two bursts");
    }

    @Test
    void burst_goes_on_when_time_runs_out() throws ProtocolException {
        flights.expectAcknowledgements();
        launch(TWENTY_FIVE_RECORDS);
        List<Carrier> second = timeOut();
        assertEquals(10, second.size());
        assertEquals(new Piece(0, 10 * 1166, 11 * 1166), second.get(0).pieces().get(0));
        assertEquals(now + 200 * MS, flights.deadline());
        assertEquals(5, timeOut().size());
        List<Carrier> again = timeOut();
        assertEquals(10, again.size());
        assertEquals(new Piece(0, 0, 1166), again.get(0).pieces().get(0), "from the start");
    }

    @Test
    void burst_counts_records_and_not_datagrams() {
        flights.expectAcknowledgements();
        List<FlightItem> inTheClear = new ArrayList<>();
        for (int seq = 0; seq < 25; seq++) {
            inTheClear.add(Wire.message(0, seq, 20));
        }
        assertEquals(10, launch(inTheClear).size());
        assertFalse(flights.isSending());
    }

    @Test
    void flight_of_ten_records_goes_out_at_once_and_the_next_too() {
        flights.expectAcknowledgements();
        List<FlightItem> ten = List.of(Wire.message(2, 0, 10 * 1166));
        for (int flight = 0; flight < 3; flight++) {
            List<Carrier> sent = launch(ten);
            assertEquals(10, sent.size());
            assertTrue(flights.onAck(sent.stream().map(Carrier::number).toList(), now));
        }
        assertEquals(0, flights.retransmissions());
    }

    @Test
    void flight_goes_out_at_once_where_nobody_acknowledges() {
        assertEquals(25, launch(TWENTY_FIVE_RECORDS).size());
    }

    // A peer that is there and does not get on

    /** [RFC9147 §7.1] Anybody may have caused it: three times between two timeouts, and no more. */
    @Test
    void empty_ack_is_answered_three_times_between_two_timeouts() throws ProtocolException {
        launch(THREE_RECORDS);
        for (int timeout = 0; timeout < 3; timeout++) {
            for (int i = 0; i < 10; i++) {
                flights.onEmptyAck();
                assertEquals(i < 3 ? 3 : 0, pollAll().size());
            }
            if (timeout < 2) {
                timeOut();
            }
        }
        assertEquals(3 * 3 + 2, flights.retransmissions());
    }

    @Test
    void empty_ack_sends_what_is_missing_and_does_not_double_the_timeout() {
        List<Carrier> sent = launch(THREE_RECORDS);
        flights.onAck(numbers(sent.get(0)), now);
        pollAll();
        now += 20 * MS;
        flights.onEmptyAck();
        assertEquals("[0[1166,2332)], [0[2332,3000)]", pieces(pollAll()));
        assertEquals(now + 100 * MS, flights.deadline());
    }

    @Test
    void empty_ack_means_nothing_while_a_flight_goes_out_or_is_kept() {
        flights.launch(THREE_RECORDS, Answer.FLIGHT, now);
        poll();
        flights.onEmptyAck();
        assertEquals("[0[1166,2332)], [0[2332,3000)]", pieces(pollAll()));
        flights.launch(List.of(Wire.message(2, 1, 10)), Answer.NOTHING, now);
        pollAll();
        flights.onEmptyAck();
        assertFalse(flights.isSending());
        assertEquals(0, flights.retransmissions());
    }

    @Test
    void retransmission_that_anybody_could_have_sent_is_answered_three_times_between_two_timeouts() throws ProtocolException {
        launch(THREE_RECORDS);
        for (int timeout = 0; timeout < 3; timeout++) {
            for (int i = 0; i < 10; i++) {
                flights.onPeerRetransmit(false);
                assertEquals(i < 3, !pollAll().isEmpty());
            }
            if (timeout < 2) {
                timeOut();
            }
        }
        assertEquals(3 * 3 + 2, flights.retransmissions());
    }

    @Test
    // [RFC9147 §5.8.1#5]
    void retransmission_of_the_peer_itself_is_always_answered() {
        launch(THREE_RECORDS);
        for (int i = 0; i < 20; i++) {
            flights.onPeerRetransmit(true);
            assertFalse(pollAll().isEmpty());
        }
        assertEquals(20, flights.retransmissions());
    }

    /** [RFC9147 §5.8.1] It has some of the flight: the rest comes by its ACKs, or by the timer. */
    @Test
    // [RFC9147 §5.8.1#5]
    void retransmission_of_a_peer_that_acknowledged_some_of_the_flight_means_nothing() throws ProtocolException {
        List<Carrier> sent = launch(THREE_RECORDS);
        flights.onAck(numbers(sent.get(0)), now);
        pollAll();
        flights.onPeerRetransmit(true);
        assertFalse(flights.isSending());
        assertEquals(1, flights.retransmissions());
        assertEquals(2, timeOut().size());
    }

    @Test
    void datagram_that_the_network_refuses_is_sent_again_in_smaller_ones() {
        launch(THREE_RECORDS);
        launchBeside(List.of(Wire.message(3, 1, 10)), Answer.NOTHING);
        flights.onTooLarge();
        assertEquals(548, mtu.current());
        List<Carrier> again = pollAll();
        assertEquals("[0[0,514)]", pieces(again.subList(0, 1)));
        assertEquals(6, again.size(), "what is kept is not among them");
        flights.launch(THREE_RECORDS, Answer.FLIGHT, now);
        poll();
        flights.onTooLarge();
        assertEquals(256, mtu.current());
        assertEquals("[0[0,222)]", pieces(pollAll().subList(0, 1)));
    }

    // Time

    /** [RFC9147 §5.8.2] Half as long again as the round trip took. */
    @Test
    // [RFC9147 §5.8.2#8]
    void next_timeout_is_measured_by_a_flight_that_was_sent_once() {
        flights = measured(1000);
        launch(THREE_RECORDS);
        assertEquals(1000, untilDeadline());
        now += 400 * MS;
        flights.onPeerFlight(now);
        launch(THREE_RECORDS);
        assertEquals(600, untilDeadline());
        assertEquals(600 * MS, flights.rto());
        assertEquals(150 * MS, flights.ackDelay(), "[RFC9147 §7.1] a quarter");
    }

    @Test
    void next_timeout_is_measured_by_an_ack_too() {
        flights = measured(1000);
        List<Carrier> sent = launchBeside(List.of(Wire.message(3, 0, 10)), Answer.ACKNOWLEDGEMENT);
        now += 400 * MS;
        flights.onAck(numbers(sent.get(0)), now);
        launchBeside(List.of(Wire.message(3, 1, 10)), Answer.ACKNOWLEDGEMENT);
        assertEquals(600, untilDeadline());
    }

    /** The round trip is that of the last datagram: the ones before may have waited for the driver. */
    @Test
    void round_trip_is_measured_from_the_last_datagram_on() {
        flights = measured(1000);
        flights.launch(THREE_RECORDS, Answer.FLIGHT, now);
        poll();
        now += 300 * MS;
        pollAll();
        now += 400 * MS;
        flights.onPeerFlight(now);
        assertEquals(600 * MS, flights.rto());
    }

    @Test
    void measured_timeout_has_a_least_and_a_most() {
        flights = measured(1000);
        launch(THREE_RECORDS);
        now += 10 * MS;
        flights.onPeerFlight(now);
        assertEquals(200 * MS, flights.rto());
        launch(THREE_RECORDS);
        now += 5000 * MS;
        flights.onPeerFlight(now);
        assertEquals(4000 * MS, flights.rto(), "the cap");
        flights = measured(80);
        launch(THREE_RECORDS);
        now += 10 * MS;
        flights.onPeerFlight(now);
        assertEquals(80 * MS, flights.rto(), "whoever asks for less than 200 ms gets it");
    }

    /** [RFC9147 §5.8.2] The backed-off value stays until something gets through without loss. */
    @Test
    // [RFC9147 §5.8.2#7]
    void timeout_of_a_flight_that_was_lost_stays_until_one_is_not() throws ProtocolException {
        flights = measured(100);
        launch(THREE_RECORDS);
        timeOut();
        timeOut();
        flights.onPeerFlight(now);
        launch(THREE_RECORDS);
        assertEquals(400, untilDeadline());
        timeOut();
        assertEquals(800, untilDeadline());
        flights.onPeerFlight(now);
        assertEquals(800 * MS, flights.rto());
        launch(THREE_RECORDS);
        now += 300 * MS;
        flights.onPeerFlight(now);
        assertEquals(450 * MS, flights.rto());
    }

    @Test
    void flight_of_which_a_part_was_sent_again_measures_nothing() {
        flights = measured(1000);
        List<Carrier> sent = launch(THREE_RECORDS);
        now += 400 * MS;
        flights.onAck(numbers(sent.get(0)), now);
        pollAll();
        now += 10 * MS;
        flights.onPeerFlight(now);
        assertEquals(1000 * MS, flights.rto());
    }

    @Test
    void timing_without_adaptation_begins_anew_with_every_flight() throws ProtocolException {
        launch(THREE_RECORDS);
        timeOut();
        timeOut();
        flights.onPeerFlight(now);
        launch(THREE_RECORDS);
        assertEquals(100, untilDeadline());
        now += 60 * MS;
        flights.onPeerFlight(now);
        assertEquals(100 * MS, flights.rto());
    }

    /** What was measured is forgotten, what was doubled stays; each flight is rescaled by itself. */
    @Test
    void new_timing_rescales_every_running_timer() throws ProtocolException {
        flights = measured(1000);
        launch(THREE_RECORDS);
        now += 400 * MS;
        flights.onPeerFlight(now);
        launchBeside(List.of(Wire.message(3, 0, 10)), Answer.ACKNOWLEDGEMENT);
        assertEquals(600, untilDeadline());
        timeOut();
        long firstSentAt = now;
        now += 50 * MS;
        launchBeside(List.of(Wire.message(3, 1, 10)), Answer.ACKNOWLEDGEMENT);
        flights.timing(timing(300));
        assertEquals(now + 300 * MS, flights.deadline(), "of the second");
        now = flights.deadline();
        flights.onTimeout(now);
        assertEquals("[1[0,10)]", pieces(pollAll()));
        assertEquals(firstSentAt + 600 * MS, flights.deadline(), "of the first, doubled once");
        assertEquals(75 * MS, flights.ackDelay());
    }

    private FlightController measured(int initialMillis) {
        return new FlightController(timing(initialMillis), mtu);
    }

    private static FlightTiming timing(int initialMillis) {
        return new FlightTiming(Duration.ofMillis(initialMillis), Duration.ofMillis(4000), FlightTiming.UNLIMITED);
    }

    private long untilDeadline() {
        return (flights.deadline() - now) / MS;
    }

    private List<Carrier> launch(List<FlightItem> flight) {
        flights.launch(flight, Answer.FLIGHT, now);
        return pollAll();
    }

    private List<Carrier> launchBeside(List<FlightItem> flight, Answer answer) {
        flights.launchBeside(flight, answer);
        return pollAll();
    }

    private List<Carrier> timeOut() throws ProtocolException {
        now = flights.deadline();
        flights.onTimeout(now);
        mtu.configure(1200); // the losses are not the path's fault
        return pollAll();
    }

    private List<Carrier> poll() {
        int length = flights.pollDatagram(wire.records(), out, 0, mtu.current(), now);
        assertTrue(length <= mtu.current());
        return wire.read(out.clone(), length);
    }

    private List<Carrier> pollAll() {
        List<Carrier> all = new ArrayList<>();
        while (flights.isSending()) {
            all.addAll(poll());
        }
        assertEquals(0, flights.pollDatagram(wire.records(), out, 0, mtu.current(), now));
        return all;
    }

    private static List<RecordNumber> numbers(Carrier... carriers) {
        return List.of(carriers).stream().map(Carrier::number).toList();
    }

    private static String pieces(List<Carrier> carriers) {
        return String.join(", ", carriers.stream().map(carrier -> carrier.pieces().toString()).toList());
    }
}
