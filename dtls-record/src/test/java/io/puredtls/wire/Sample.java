package io.puredtls.wire;

import java.util.ArrayList;
import java.util.List;

/** A message with a field of every kind, written as the messages of a handshake are: encode and decode side by side. */
record Sample(
        int u8, int u16, int u24, long u48, Bytes fixed, Bytes opaque8, Bytes opaque16, Bytes opaque24, List<Bytes> entries, Bytes rest) {
    static final int FIXED_LENGTH = 3;

    static final Sample GOLDEN = new Sample(
            0xFE, 0xC02B, 0xF10203, 0xF405_0607_0809L, Bytes.ofHex("a0a1a2"), Bytes.ofHex("b0"), Bytes.ofHex("c0c1"), Bytes.ofHex("d0d1d2"),
            List.of(Bytes.ofHex("e0e1"), Bytes.EMPTY), Bytes.ofHex("f0f1"));

    /** {@link #GOLDEN} on the wire, each field in a line of its own. */
    static final byte[] GOLDEN_BYTES = Bytes.ofHex("""
            fe
            c02b
            f10203
            f40506070809
            a0a1a2
            01 b0
            0002 c0c1
            000003 d0d1d2
            000009 0007 06 0002e0e1 0000
            f0f1
            """.replaceAll("\\s", "")).toArray();

    static Sample decode(WireReader in) throws DecodeException {
        int u8 = in.u8("u8");
        int u16 = in.u16("u16");
        int u24 = in.u24("u24");
        long u48 = in.u48("u48");
        Bytes fixed = in.fixed("fixed", FIXED_LENGTH);
        Bytes opaque8 = in.opaque8("opaque8");
        Bytes opaque16 = in.opaque16("opaque16");
        Bytes opaque24 = in.opaque24("opaque24");
        List<Bytes> entries = new ArrayList<>();
        WireReader outer = in.vector24("outer");
        WireReader middle = outer.vector16("middle");
        WireReader inner = middle.vector8("inner");
        while (inner.hasMore()) {
            entries.add(inner.opaque16("entry"));
        }
        inner.end();
        middle.end();
        outer.end();
        Bytes rest = in.rest("rest");
        in.endOfMessage();
        return new Sample(u8, u16, u24, u48, fixed, opaque8, opaque16, opaque24, List.copyOf(entries), rest);
    }

    void encode(WireWriter out) {
        out.u8("u8", u8);
        out.u16("u16", u16);
        out.u24("u24", u24);
        out.u48("u48", u48);
        out.fixed("fixed", fixed);
        out.opaque8("opaque8", opaque8);
        out.opaque16("opaque16", opaque16);
        out.opaque24("opaque24", opaque24);
        out.vector24("outer", outer -> outer.vector16("middle", middle -> middle.vector8("inner", inner -> {
            for (Bytes entry : entries) {
                inner.opaque16("entry", entry);
            }
        })));
        out.fixed("rest", rest);
    }
}
