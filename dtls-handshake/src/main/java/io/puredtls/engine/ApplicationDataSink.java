package io.puredtls.engine;

/** Where an engine puts the application data it opens. */
@FunctionalInterface
public interface ApplicationDataSink {
    /**
     * One message: the content of one record, possibly empty. The slice is lent for the call and lies in the datagram
     * that was given to {@link DtlsEngine#receive}; whoever wants to keep it copies it. Must not call the engine.
     */
    void onApplicationData(byte[] datagram, int offset, int length);

    /**
     * [RFC9846 §8] One message of early data, as {@link #onApplicationData}: sent before the handshake, which may be somebody's
     * who replays it, however the server guards against that. By default it is taken as any other message.
     */
    default void onEarlyData(byte[] datagram, int offset, int length) {
        onApplicationData(datagram, offset, length);
    }
}
