package io.puredtls.engine;

import io.puredtls.config.EngineTrace;
import io.puredtls.record.ContentType;
import java.util.ArrayList;
import java.util.List;

/** What an engine says: messages as they go into flights, records as they are sealed. */
final class Overheard implements EngineTrace {
    private final List<Message> messages = new ArrayList<>();
    private final List<Sealed> records = new ArrayList<>();

    /** A message, with the length of its body. */
    record Message(int epoch, String type, int length) {
    }

    /** A record, with the length of its content. */
    record Sealed(int epoch, ContentType type, int length) {
    }

    @Override
    public void messageSent(int epoch, int messageSeq, String type, int length) {
        messages.add(new Message(epoch, type, length));
    }

    @Override
    public void recordSent(int epoch, long sequence, ContentType type, int length) {
        records.add(new Sealed(epoch, type, length));
    }

    /** All messages so far. */
    List<Message> messages() {
        return messages;
    }

    /** All records so far. */
    List<Sealed> records() {
        return records;
    }

    /** The names of all messages that were said in this epoch. */
    List<String> typesIn(int epoch) {
        return messages.stream().filter(each -> each.epoch == epoch).map(Message::type).toList();
    }

    /** The body's length of the only message with this name. */
    int lengthOf(String type) {
        List<Message> found = messages.stream().filter(each -> each.type.equals(type)).toList();
        if (found.size() != 1) {
            throw new AssertionError(found.size() + " messages of " + type + " among " + messages);
        }
        return found.get(0).length;
    }
}
