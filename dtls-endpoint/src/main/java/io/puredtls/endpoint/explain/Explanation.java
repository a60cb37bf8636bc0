package io.puredtls.endpoint.explain;

import java.util.List;

/**
 * All there is to tell of some datagrams, in the order in which it happened. What renders it decides nothing.
 *
 * @param title one line
 * @param associations one after the other, as a session and its resumption are
 * @param remarks what was left out or could not be read, a sentence each
 */
public record Explanation(String title, List<Association> associations, List<String> remarks) {
    /** Copies the lists. */
    public Explanation {
        associations = List.copyOf(associations);
        remarks = List.copyOf(remarks);
    }

    /** The same at a glance. */
    public Overview overview() {
        return Overview.of(associations);
    }
}
