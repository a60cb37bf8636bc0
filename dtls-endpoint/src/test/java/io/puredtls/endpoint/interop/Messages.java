package io.puredtls.endpoint.interop;

import io.puredtls.config.EngineTrace;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Which handshake messages went by, as in {@code sent ClientHello}. */
final class Messages implements EngineTrace {
    private final List<String> messages = new CopyOnWriteArrayList<>();

    @Override
    public void messageSent(int epoch, int messageSeq, String type, int length) {
        messages.add("sent " + type);
    }

    @Override
    public void messageReceived(int epoch, int messageSeq, String type, int length) {
        messages.add("received " + type);
    }

    long count(String message) {
        return messages.stream().filter(message::equals).count();
    }

    @Override
    public String toString() {
        return messages.toString();
    }
}
