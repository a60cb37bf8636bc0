package io.puredtls.endpoint.cli;

import io.puredtls.record.RecordView;
import io.puredtls.record.format.Cid12Header;
import io.puredtls.record.format.PlaintextHeader;
import io.puredtls.record.format.UnifiedHeader;

/** Where records begin and end, as far as that shows without knowing anything else. */
final class Framing {
    private static final int HAS_LENGTH = 0x04; // [RFC9147 §4] L

    private Framing() {
    }

    /** Whether {@code bytes} begin with a record in whose header the version stands. */
    static boolean beginsInTheClear(byte[] bytes) {
        return bytes.length > 2 && isType(bytes[0] & 0xFF) && (bytes[1] & 0xFF) == 0xFE && (bytes[2] & 0xFF) >= 0xFC && (bytes[2] & 0xFF) != 0xFE;
    }

    private static boolean isType(int first) {
        return PlaintextHeader.begins(first) || Cid12Header.begins(first);
    }

    /** Whether {@code bytes} are, or begin with, what can only be the beginning of a datagram. */
    static boolean begins(byte[] bytes) {
        return beginsInTheClear(bytes) || UnifiedHeader.begins(bytes[0] & 0xFF) && (bytes[0] & HAS_LENGTH) != 0 && end(bytes) == End.COMPLETE;
    }

    /** How the last record of a datagram ends. */
    enum End {
        /** Where it says. */
        COMPLETE,
        /** Where the datagram does: it does not say. */
        OPEN,
        /** Later than the datagram: something is missing. */
        MISSING,
        /** That cannot be told. */
        UNKNOWN
    }

    static End end(byte[] datagram) {
        RecordView record = new RecordView();
        int at = 0;
        End end = End.COMPLETE;
        while (at < datagram.length) {
            int first = datagram[at] & 0xFF;
            if (UnifiedHeader.begins(first)) {
                if (UnifiedHeader.hasConnectionId(first)) {
                    return End.UNKNOWN;
                }
                if (!UnifiedHeader.read(datagram, at, datagram.length, 0, record)) {
                    return End.MISSING;
                }
                end = (first & HAS_LENGTH) != 0 ? End.COMPLETE : End.OPEN;
            } else if (!PlaintextHeader.begins(first)) {
                return End.UNKNOWN;
            } else if (!PlaintextHeader.read(datagram, at, datagram.length, record)) {
                return End.MISSING;
            } else {
                end = End.COMPLETE;
            }
            at = record.end();
        }
        return end;
    }
}
