package io.puredtls.endpoint.explain;

import io.puredtls.fragment.AssembledMessage;
import java.util.List;

/** What follows from what is said: transcripts, keys, checks. One per version. */
interface Course {
    /** A whole message, in its turn. */
    List<Part> onMessage(Sender from, AssembledMessage message);

    /** A record was opened: what has to be told of its keys before, if nothing was yet. */
    List<Part> onOpened(Sender from, Opened opened);

    /** What opens records; nothing does if no suite was agreed on that can be used here. */
    Opener opener();

    /** What was agreed on. */
    List<Value> facts();
}
