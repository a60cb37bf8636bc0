package io.puredtls.endpoint.explain;

import io.puredtls.alert.ProtocolException;
import io.puredtls.fragment.AssembledMessage;
import io.puredtls.fragment.FragmentView;
import io.puredtls.fragment.Reassembler;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/** Fragments of one sender put together, each message once and in its turn. Not thread-safe. */
final class Messages {
    private static final int MAX_MESSAGE = 1 << 18;
    private static final int MAX_AHEAD = 64;

    private final Reassembler reassembler = new Reassembler(MAX_MESSAGE, 2 * MAX_MESSAGE, MAX_AHEAD);
    private final Set<Integer> inPieces = new HashSet<>();

    /** Adds a fragment; one that does not belong together with what came before it is left out. */
    void add(FragmentView fragment) {
        try {
            if (reassembler.add(fragment) == Reassembler.Outcome.ACCEPTED && fragment.fragmentLength() < fragment.length()) {
                inPieces.add(fragment.messageSeq());
            }
        } catch (ProtocolException inconsistent) {
            // whoever looks at the fragments sees it
        }
    }

    /** Whether the message with this number came in several fragments. */
    boolean cameInPieces(int messageSeq) {
        return inPieces.contains(messageSeq);
    }

    /** Gives what is complete. */
    void drain(Consumer<AssembledMessage> messages) {
        while (reassembler.hasNext()) {
            messages.accept(reassembler.next());
        }
    }
}
