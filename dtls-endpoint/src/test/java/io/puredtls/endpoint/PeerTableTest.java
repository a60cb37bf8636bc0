package io.puredtls.endpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.config.ClientConfig;
import io.puredtls.trust.TrustPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.DatagramChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PeerTableTest {
    private static final ClientConfig CONFIG = ClientConfig.trusting(TrustPolicy.roots(List.of())).build();

    private final PeerTable table = new PeerTable();
    private final Peer moving = Peer.called(peer(1));
    private DatagramChannel channel;
    private EndpointLoop loop;

    @BeforeEach
    void a_loop_that_does_not_run() throws IOException {
        channel = DatagramChannel.open();
        channel.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
        loop = new EndpointLoop(EndpointConfig.defaults(), channel);
    }

    @AfterEach
    void close() throws IOException {
        loop.shutdown();
        loop.run();
    }

    private static InetSocketAddress peer(int port) {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    }

    private LoopSession session(int port) {
        return new LoopSession(loop, table.freeId(), Peer.called(peer(port)), EngineSource.client(CONFIG), Optional.empty());
    }

    private LoopSession added(int port) {
        LoopSession session = session(port);
        table.add(session);
        return session;
    }

    @Test
    void a_session_is_found_by_its_address_and_by_its_number() {
        LoopSession session = added(1);
        assertEquals(Optional.of(session), table.current(peer(1)));
        assertEquals(Optional.of(session), table.withId(session.id()));
        assertEquals(Optional.empty(), table.current(peer(2)));
        assertEquals(Optional.empty(), table.withId(session.id() + 1));
        assertEquals(Optional.empty(), table.candidate(peer(1)));
        assertEquals(1, table.size());
    }

    @Test
    void a_second_session_of_an_address_is_a_candidate() {
        LoopSession first = added(1);
        LoopSession second = added(1);
        assertEquals(Optional.of(first), table.current(peer(1)));
        assertEquals(Optional.of(second), table.candidate(peer(1)));
        assertEquals(2, table.size());
    }

    @Test
    void a_promoted_candidate_takes_the_place_of_the_one_before_it() {
        LoopSession first = added(1);
        LoopSession second = added(1);
        assertEquals(Optional.of(first), table.promote(second));
        assertEquals(Optional.of(second), table.current(peer(1)));
        assertEquals(Optional.empty(), table.candidate(peer(1)));
        table.remove(first);
        assertEquals(Optional.of(second), table.current(peer(1)));
        assertEquals(1, table.size());
    }

    @Test
    void promoting_what_is_no_candidate_changes_nothing() {
        LoopSession only = added(1);
        assertEquals(Optional.empty(), table.promote(only));
        assertEquals(Optional.of(only), table.current(peer(1)));
    }

    @Test
    void a_removed_candidate_leaves_the_one_that_lives() {
        LoopSession first = added(1);
        LoopSession second = added(1);
        table.remove(second);
        assertEquals(Optional.of(first), table.current(peer(1)));
        assertEquals(Optional.empty(), table.candidate(peer(1)));
    }

    @Test
    void when_the_one_that_lives_is_removed_its_candidate_becomes_its_addresss() {
        LoopSession first = added(1);
        LoopSession second = added(1);
        table.remove(first);
        assertEquals(Optional.of(second), table.current(peer(1)));
        assertEquals(Optional.empty(), table.candidate(peer(1)));
        assertEquals(Optional.of(second), table.withId(second.id()));
    }

    /** Else nobody would hear the rest of the handshake. */
    @Test
    void when_the_one_that_lives_moves_away_its_candidate_becomes_its_addresss() {
        LoopSession first = new LoopSession(loop, table.freeId(), moving, EngineSource.client(CONFIG), Optional.empty());
        table.add(first);
        LoopSession second = added(1);
        moving.moveTo(peer(2));
        table.move(first, peer(1));
        assertEquals(Optional.of(first), table.current(peer(2)));
        assertEquals(Optional.of(second), table.current(peer(1)));
        assertEquals(Optional.empty(), table.candidate(peer(1)));
        table.remove(second);
        assertEquals(Optional.empty(), table.current(peer(1)));
    }

    @Test
    void a_number_is_free_again_once_its_session_is_removed() {
        LoopSession first = added(1);
        LoopSession second = added(2);
        assertEquals(List.of(0, 1), List.of(first.id(), second.id()));
        table.remove(first);
        assertEquals(0, table.freeId());
        LoopSession third = added(3);
        assertEquals(0, third.id());
        assertSame(third, table.withId(0).orElseThrow());
        table.remove(first); // again, late
        assertSame(third, table.withId(0).orElseThrow());
        assertEquals(2, table.size());
    }

    @Test
    void it_agrees_with_a_naive_model_whatever_is_done_to_it() {
        for (long seed = 1; seed <= 20; seed++) {
            agrees(seed);
        }
    }

    private void agrees(long seed) {
        Random random = new Random(seed);
        List<LoopSession> live = new ArrayList<>();
        Map<Integer, LoopSession> current = new HashMap<>();
        Map<Integer, LoopSession> candidates = new HashMap<>();
        for (int step = 0; step < 200; step++) {
            int port = 1 + random.nextInt(4);
            int choice = random.nextInt(3);
            if (choice == 0 && !candidates.containsKey(port)) {
                LoopSession session = added(port);
                (current.containsKey(port) ? candidates : current).put(port, session);
                live.add(session);
            } else if (choice == 1 && candidates.containsKey(port)) {
                LoopSession candidate = candidates.remove(port);
                LoopSession outdated = current.put(port, candidate);
                assertEquals(Optional.of(outdated), table.promote(candidate));
                table.remove(outdated);
                live.remove(outdated);
            } else if (choice == 2 && !live.isEmpty()) {
                LoopSession gone = live.remove(random.nextInt(live.size()));
                int at = gone.remoteAddress().getPort();
                table.remove(gone);
                candidates.remove(at, gone);
                if (current.remove(at, gone) && candidates.containsKey(at)) {
                    current.put(at, candidates.remove(at));
                }
            }
            assertEquals(live.size(), table.size(), "seed " + seed);
            assertEquals(new HashSet<>(live), new HashSet<>(table.all()), "seed " + seed);
            for (int each = 1; each <= 4; each++) {
                assertEquals(Optional.ofNullable(current.get(each)), table.current(peer(each)), "seed " + seed);
                assertEquals(Optional.ofNullable(candidates.get(each)), table.candidate(peer(each)), "seed " + seed);
            }
            for (LoopSession session : live) {
                assertEquals(Optional.of(session), table.withId(session.id()), "seed " + seed);
            }
            assertTrue(table.withId(table.freeId()).isEmpty());
        }
        live.forEach(table::remove);
    }
}
