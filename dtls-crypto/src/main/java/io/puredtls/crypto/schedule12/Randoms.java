package io.puredtls.crypto.schedule12;

import java.util.Arrays;
import java.util.HexFormat;

/** The two hellos' randoms, 32 public bytes each. Immutable. */
public final class Randoms {
    /** [RFC5246 §7.4.1.2] The length of one. */
    public static final int LENGTH = 32;

    private final byte[] client;
    private final byte[] server;

    /** Copies both. */
    public Randoms(byte[] client, byte[] server) {
        if (client.length != LENGTH || server.length != LENGTH) {
            throw new IllegalArgumentException("a random has 32 bytes");
        }
        this.client = client.clone();
        this.server = server.clone();
    }

    /** {@code client_random + server_random}, then {@code rest}. */
    public byte[] clientFirst(byte... rest) {
        return concat(client, server, rest);
    }

    /** {@code server_random + client_random}. */
    public byte[] serverFirst() {
        return concat(server, client, new byte[0]);
    }

    private static byte[] concat(byte[] first, byte[] second, byte[] rest) {
        byte[] all = Arrays.copyOf(first, first.length + second.length + rest.length);
        System.arraycopy(second, 0, all, first.length, second.length);
        System.arraycopy(rest, 0, all, first.length + second.length, rest.length);
        return all;
    }

    /** The client's random in hexadecimal: the name of a session in a key log. */
    public String clientHex() {
        return HexFormat.of().formatHex(client);
    }

    @Override
    public String toString() {
        return "Randoms[client=" + clientHex() + ", server=" + HexFormat.of().formatHex(server) + "]";
    }
}
