package io.puredtls.endpoint.explain;

import java.util.List;

/**
 * Datagrams between two ends, and what a file may have brought along.
 *
 * @param packets in the order in which they passed
 * @param secrets what the datagrams' own file says of their secrets
 * @param remarks what a reader of the explanation should know of the file, a sentence each
 */
public record Capture(List<Packet> packets, Secrets secrets, List<String> remarks) {
    /** Copies the lists. */
    public Capture {
        packets = List.copyOf(packets);
        remarks = List.copyOf(remarks);
    }
}
