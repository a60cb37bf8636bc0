package io.puredtls.extension;

import io.puredtls.wire.Bytes;
import io.puredtls.wire.DecodeException;
import io.puredtls.wire.WireReader;
import io.puredtls.wire.WireWriter;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * [RFC6066 §3#2] The name that the client set out to reach.
 *
 * <pre>
 *   server_name_list (length in 2) of: name_type (1), host_name = 0 · HostName (1..65535, length in 2)
 * </pre>
 *
 * @param hostName ASCII, without a trailing dot
 */
public record ServerName(String hostName) implements Extension {
    private static final int HOST_NAME = 0;

    static ServerName decode(WireReader in) throws DecodeException {
        WireReader list = in.vector16("server_name_list");
        Optional<String> hostName = Optional.empty();
        while (list.hasMore()) {
            int nameType = list.u8("name_type");
            Bytes name = list.opaque16("HostName");
            if (nameType == HOST_NAME) {
                if (hostName.isPresent()) { // [RFC6066 §3#3] one name of a type at most
                    throw new DecodeException("server_name_list", "has two host names");
                }
                hostName = Optional.of(ascii(name));
            }
        }
        list.end();
        return new ServerName(hostName.orElseThrow(() -> new DecodeException("server_name_list", "has no host name")));
    }

    private static String ascii(Bytes name) throws DecodeException {
        for (int i = 0; i < name.length(); i++) {
            if (name.at(i) <= ' ' || name.at(i) >= 0x7F) {
                throw new DecodeException("HostName", "has a byte that no host name has: " + name.at(i));
            }
        }
        if (name.isEmpty()) {
            throw new DecodeException("HostName", "is empty");
        }
        return new String(name.toArray(), StandardCharsets.US_ASCII);
    }

    @Override
    public void encode(WireWriter out) {
        out.vector16("server_name_list", list -> {
            list.u8("name_type", HOST_NAME);
            list.opaque16("HostName", Bytes.of(hostName.getBytes(StandardCharsets.US_ASCII)));
        });
    }

    @Override
    public ExtensionType type() {
        return ExtensionType.SERVER_NAME;
    }
}
