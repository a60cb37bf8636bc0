package io.puredtls.config;

import io.puredtls.record.epoch.ReplayWindow;

/**
 * What one association may cost, whatever its peer sends.
 *
 * @param maxHandshakeMessage the longest handshake message accepted, in bytes; 4096 to 16777215, default 102400
 * @param maxReassembly the most bytes kept of incomplete handshake messages; at least {@code maxHandshakeMessage},
 *     default 131072
 * @param maxMessagesAhead how many messages beyond the next one may be kept; 1 to 64, default 16
 * @param maxPendingRecords how many records may be kept that came before their keys; 0 to 1024, default 16
 * @param maxPendingBytes how many bytes of them; 0 to 1048576, default 16384
 * @param replayWindow how many sequence numbers back a record may be; 64 to 1024 in steps of 64, default 256
 */
public record Bounds(
        int maxHandshakeMessage, int maxReassembly, int maxMessagesAhead,
        int maxPendingRecords, int maxPendingBytes, int replayWindow) {
    public static final Bounds DEFAULT = new Bounds(102_400, 131_072, 16, 16, 16_384, 256);

    /** Checks the bounds. */
    public Bounds {
        check("maxHandshakeMessage", maxHandshakeMessage, 4096, 0xFF_FFFF);
        check("maxReassembly", maxReassembly, maxHandshakeMessage, 1 << 26);
        check("maxMessagesAhead", maxMessagesAhead, 1, 64);
        check("maxPendingRecords", maxPendingRecords, 0, 1024);
        check("maxPendingBytes", maxPendingBytes, 0, 1 << 20);
        check("replayWindow", replayWindow, ReplayWindow.MIN_WIDTH, ReplayWindow.MAX_WIDTH);
        if (replayWindow % 64 != 0) {
            throw new ConfigException("replayWindow is a multiple of 64, not " + replayWindow);
        }
    }

    private static void check(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new ConfigException(name + " is " + min + " to " + max + ", not " + value);
        }
    }

    /** The same with another replay window. */
    public Bounds withReplayWindow(int width) {
        return new Bounds(maxHandshakeMessage, maxReassembly, maxMessagesAhead, maxPendingRecords, maxPendingBytes, width);
    }
}
