package io.puredtls.endpoint;

/** [RFC9846 §4.3.10] What became of the early data of a client's session. */
public enum EarlyDataOutcome {
    /** There was none, or it could not be offered: nothing of it has left. */
    NOT_SENT,
    /** The server did not take it, as after it asked for another hello. All of it is lost, and none was acted upon. */
    REFUSED,
    /** The server took it. Each message of it came or was lost, as all messages. */
    ACCEPTED
}
