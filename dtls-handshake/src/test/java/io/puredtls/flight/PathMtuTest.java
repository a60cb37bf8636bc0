package io.puredtls.flight;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** [RFC6347 §4.1.1.1] */
class PathMtuTest {
    /** [RFC6347 §4.1.1.1#11] [RFC9147 §4.4#14] */
    @Test
    void every_second_loss_in_a_row_is_a_step_down() {
        assertEquals(List.of(9000, 1200, 1200, 548, 548, 256, 256, 256, 256), currents(9000, 9));
        assertEquals(List.of(1200, 548, 548, 256, 256), currents(1200, 5));
        assertEquals(List.of(1000, 548, 548, 256), currents(1000, 4));
        assertEquals(List.of(548, 256, 256, 256), currents(548, 4));
        assertEquals(List.of(256, 256, 256), currents(256, 3));
    }

    private static List<Integer> currents(int configured, int losses) {
        PathMtu mtu = new PathMtu(configured);
        List<Integer> currents = new ArrayList<>();
        for (int i = 0; i < losses; i++) {
            mtu.onLoss();
            currents.add(mtu.current());
        }
        assertEquals(configured, mtu.configured());
        return currents;
    }

    @Test
    void progress_makes_the_count_begin_anew_but_does_not_go_up() {
        PathMtu mtu = new PathMtu(1400);
        mtu.onLoss();
        mtu.onProgress();
        mtu.onLoss();
        assertEquals(1400, mtu.current());
        mtu.onLoss();
        assertEquals(1200, mtu.current());
        mtu.onProgress();
        assertEquals(1200, mtu.current());
    }

    /** [RFC9147 §4.4] */
    @Test
    void refusal_of_the_network_is_a_step_down_at_once() {
        PathMtu mtu = new PathMtu(9000);
        List<Integer> currents = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            mtu.onTooLarge();
            currents.add(mtu.current());
        }
        assertEquals(List.of(1200, 548, 256, 256, 256), currents);
        assertEquals(9000, mtu.configured());
        mtu.configure(9000);
        assertEquals(9000, mtu.current());
    }

    /** [RFC8449 §4] */
    @Test
    void content_of_a_record_is_what_the_peer_takes_whatever_the_path_carries() {
        PathMtu mtu = new PathMtu(1400);
        assertEquals(1 << 14, mtu.maxContent());
        mtu.limitContent(64);
        mtu.configure(1300);
        assertEquals(64, mtu.maxContent());
    }

    @Test
    void configuring_begins_anew() {
        PathMtu mtu = new PathMtu(1400);
        mtu.onLoss();
        mtu.onLoss();
        mtu.onLoss();
        mtu.configure(1300);
        assertEquals(1300, mtu.current());
        assertEquals(1300, mtu.configured());
        mtu.onLoss();
        assertEquals(1300, mtu.current(), "losses before do not count");
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 0, 255, 65_536})
    void an_mtu_that_no_path_has_is_refused(int bytes) {
        var thrown = assertThrows(IllegalArgumentException.class, () -> new PathMtu(bytes));
        assertEquals("the MTU is 256 to 65535 bytes, not " + bytes, thrown.getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {256, 65_535})
    void the_bounds_themselves_are_allowed(int bytes) {
        assertEquals(bytes, new PathMtu(bytes).current());
    }
}
