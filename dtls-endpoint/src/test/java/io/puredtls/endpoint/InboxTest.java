package io.puredtls.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(120)
class InboxTest {
    private static final Duration LONG = Duration.ofMinutes(5);

    private final Inbox<String> inbox = new Inbox<>(2);

    @Test
    void it_takes_no_more_than_its_capacity() {
        assertTrue(inbox.offer("a"));
        assertTrue(inbox.offer("b"));
        assertFalse(inbox.offer("c"));
        assertEquals(2, inbox.size());
    }

    /** As {@code ChronoUnit.FOREVER}: more nanoseconds than there are. */
    @Test
    void a_wait_may_be_longer_than_any_clock_counts() throws Exception {
        var waiting = Waiting.on(() -> inbox.take(Duration.ofSeconds(Long.MAX_VALUE)));
        assertTrue(inbox.offer("a"));
        assertEquals(Optional.of("a"), waiting.get());
        assertEquals(Optional.empty(), inbox.take(Duration.ofSeconds(Long.MIN_VALUE)));
    }

    @Test
    void things_come_out_in_the_order_in_which_they_went_in() throws InterruptedException {
        inbox.offer("a");
        inbox.offer("b");
        assertEquals(Optional.of("a"), inbox.take(Duration.ZERO));
        assertTrue(inbox.offer("c"));
        assertEquals(Optional.of("b"), inbox.take(LONG));
        assertEquals(Optional.of("c"), inbox.take(LONG));
        assertEquals(Optional.empty(), inbox.take(Duration.ZERO));
    }

    @Test
    void looking_takes_nothing_away() throws InterruptedException {
        inbox.offer("a");
        assertEquals(Optional.of("a"), inbox.takeIf(any -> false, LONG));
        assertEquals(Optional.of("a"), inbox.takeIf(any -> false, LONG));
        assertEquals(1, inbox.size());
    }

    @Test
    void who_waits_gets_what_comes() throws Exception {
        var taken = Waiting.on(() -> inbox.take(LONG));
        inbox.offer("late");
        assertEquals(Optional.of("late"), taken.get());
    }

    @Test
    void a_short_wait_ends_empty_handed() throws InterruptedException {
        assertEquals(Optional.empty(), inbox.take(Duration.ofMillis(1)));
        assertEquals(Optional.empty(), inbox.takeIf(any -> false, Duration.ofMillis(1)));
    }

    @Test
    void closing_wakes_all_who_wait() throws Exception {
        var taking = Waiting.on(() -> inbox.take(LONG));
        var takingToo = Waiting.on(() -> inbox.take(LONG));
        var looking = Waiting.on(() -> inbox.takeIf(any -> false, LONG));
        inbox.close();
        assertEquals(Optional.empty(), taking.get());
        assertEquals(Optional.empty(), takingToo.get());
        assertEquals(Optional.empty(), looking.get());
    }

    @Test
    void after_closing_nothing_goes_in_and_what_is_there_comes_out_at_once() throws InterruptedException {
        inbox.offer("a");
        inbox.close();
        assertFalse(inbox.offer("b"));
        assertEquals(Optional.of("a"), inbox.takeIf(any -> false, LONG));
        assertEquals(Optional.of("a"), inbox.take(LONG));
        assertEquals(Optional.empty(), inbox.take(LONG));
        assertEquals(Optional.empty(), inbox.takeIf(any -> false, LONG));
    }

    @Test
    void waiting_can_be_interrupted() throws Exception {
        var taking = Waiting.on(() -> inbox.take(LONG));
        taking.thread().interrupt();
        assertTrue(assertThrows(ExecutionException.class, taking::get).getCause() instanceof InterruptedException);
        var looking = Waiting.on(() -> inbox.takeIf(any -> false, LONG));
        looking.thread().interrupt();
        assertTrue(assertThrows(ExecutionException.class, looking::get).getCause() instanceof InterruptedException);
    }

    @Test
    void what_is_wanted_is_taken_and_what_is_not_stays() throws InterruptedException {
        inbox.offer("a");
        inbox.offer("b");
        assertEquals(Optional.of("a"), inbox.takeIf("b"::equals, LONG));
        assertEquals(Optional.of("a"), inbox.takeIf("a"::equals, LONG));
        assertEquals(Optional.of("b"), inbox.takeIf("b"::equals, LONG));
        assertEquals(0, inbox.size());
    }

    @Test
    void one_who_only_looks_does_not_use_up_the_wake_up_of_one_who_takes() throws Exception {
        var looking = Waiting.on(() -> inbox.takeIf(any -> false, LONG)); // first in the queue of those who wait
        var taking = Waiting.on(() -> inbox.take(LONG));
        inbox.offer("a");
        assertEquals(Optional.of("a"), taking.get());
        inbox.close();
        looking.get();
    }

    @Test
    void between_many_who_put_and_many_who_take_nothing_is_lost_or_doubled() throws Exception {
        var queue = new Inbox<Integer>(8);
        var putters = new ArrayList<CompletableFuture<Void>>();
        for (int putter = 0; putter < 4; putter++) {
            int base = putter * 5000;
            putters.add(CompletableFuture.runAsync(() -> {
                for (int i = 0; i < 5000; i++) {
                    while (!queue.offer(base + i)) {
                        Thread.onSpinWait();
                        Thread.yield();
                    }
                }
            }, task -> new Thread(task, "putter").start()));
        }
        List<Integer> all = Collections.synchronizedList(new ArrayList<>());
        var takers = new ArrayList<Waiting<Void>>();
        for (int taker = 0; taker < 4; taker++) {
            takers.add(Waiting.start(() -> {
                for (var next = queue.take(LONG); next.isPresent(); next = queue.take(LONG)) {
                    all.add(next.get());
                }
                return null;
            }));
        }
        for (var putter : putters) {
            putter.get();
        }
        queue.close();
        for (var taker : takers) {
            taker.get();
        }
        assertEquals(20_000, all.size());
        assertEquals(20_000, all.stream().distinct().count());
    }
}
