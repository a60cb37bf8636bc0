package io.puredtls.endpoint;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;

/** Datagrams that anyone could send, or forge. */
final class Noise {
    private static final int HEADER = 13;

    private Noise() {
    }

    private static byte[] record(int type, int epoch, long sequence, String contentHex) {
        byte[] content = HexFormat.of().parseHex(contentHex);
        byte[] record = Arrays.copyOf(
                HexFormat.of().parseHex(String.format("%02xfefd%04x%012x%04x", type, epoch, sequence, content.length)),
                HEADER + content.length);
        System.arraycopy(content, 0, record, HEADER, content.length);
        return record;
    }

    /** Well-formed records in the clear, of every type, and the same as if they were protected. */
    static List<byte[]> plaintext() {
        String random = "00".repeat(32);
        String body = "fefd" + random + "00" + "00" + "0002c02b" + "0100";
        String hello = String.format("01%06x0000000000%06x", body.length() / 2, body.length() / 2) + body;
        List<byte[]> all = new ArrayList<>();
        for (int epoch = 0; epoch < 4; epoch++) {
            for (long sequence : new long[] {0, 1, 1000, 0xFFFF_FFFF_FFFFL}) {
                all.add(record(21, epoch, sequence, "0228"));                       // fatal handshake_failure
                all.add(record(21, epoch, sequence, "0100"));                       // close_notify
                all.add(record(21, epoch, sequence, "01"));                         // half an alert
                all.add(record(20, epoch, sequence, "01"));                         // change_cipher_spec
                all.add(record(22, epoch, sequence, "000000000000000000000000"));   // hello_request
                all.add(record(22, epoch, sequence, "1400000c000300000000000c" + "ab".repeat(12))); // finished
                all.add(record(22, epoch, sequence, hello));
                all.add(record(22, epoch, sequence, "01ffffff0000000000000000"));   // a hello of 16 MB
                all.add(record(23, epoch, sequence, "68656c6c6f"));                 // hello
                all.add(record(24, epoch, sequence, "00"));
                all.add(record(99, epoch, sequence, "00"));
            }
        }
        return all;
    }

    /** A genuine record with every byte changed in turn, cut short everywhere, and of every short length. */
    static List<byte[]> damaged(byte[] genuine) {
        List<byte[]> all = new ArrayList<>();
        for (int at = 0; at < genuine.length; at++) {
            byte[] changed = genuine.clone();
            changed[at] ^= (byte) 0x41;
            all.add(changed);
            all.add(Arrays.copyOf(genuine, at));
        }
        for (int length = 0; length < genuine.length - HEADER; length++) {
            byte[] shorter = Arrays.copyOf(genuine, HEADER + length);
            shorter[HEADER - 2] = (byte) (length >>> 8);
            shorter[HEADER - 1] = (byte) length;
            all.add(shorter);
        }
        return all;
    }

    /** Random bytes. */
    static List<byte[]> random(long seed, int count) {
        Random random = new Random(seed);
        List<byte[]> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] datagram = new byte[random.nextInt(300)];
            random.nextBytes(datagram);
            all.add(datagram);
        }
        return all;
    }
}
