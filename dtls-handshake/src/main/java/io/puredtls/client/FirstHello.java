package io.puredtls.client;

import io.puredtls.config.ClientConfig;
import io.puredtls.config.Settings;
import io.puredtls.crypto.schedule12.Randoms;
import io.puredtls.extension.ApplicationProtocolName;
import io.puredtls.extension.ApplicationProtocols;
import io.puredtls.extension.EcPointFormats;
import io.puredtls.extension.ExtendedMasterSecret;
import io.puredtls.extension.Extension;
import io.puredtls.extension.Extensions;
import io.puredtls.extension.RenegotiationInfo;
import io.puredtls.extension.ServerName;
import io.puredtls.extension.SignatureAlgorithms;
import io.puredtls.extension.SupportedGroups;
import io.puredtls.extension.UseSrtp;
import io.puredtls.message.ClientHello;
import io.puredtls.record.ProtocolVersion;
import io.puredtls.wire.Bytes;
import java.util.ArrayList;
import java.util.List;

/** What a client says first: everything its configuration offers, without a cookie. */
final class FirstHello {
    private FirstHello() {
    }

    static ClientHello of(ClientConfig config) {
        Settings settings = config.settings();
        return new ClientHello(
                ProtocolVersion.DTLS_1_2, Bytes.of(settings.entropy().bytes(Randoms.LENGTH)), Bytes.EMPTY, Bytes.EMPTY,
                settings.cipherSuites(), Bytes.of((byte) 0), extensions(config));
    }

    private static Extensions extensions(ClientConfig config) {
        Settings settings = config.settings();
        List<Extension> list = new ArrayList<>();
        config.serverName().ifPresent(name -> list.add(new ServerName(name)));
        // [RFC7627 §5.2#1] offered always, also where it is not demanded
        list.add(new ExtendedMasterSecret());
        list.add(RenegotiationInfo.INITIAL); // [RFC5746 §3.4#1]
        list.add(new SupportedGroups(settings.groups()));
        list.add(EcPointFormats.UNCOMPRESSED_ONLY);
        list.add(new SignatureAlgorithms(settings.signatureSchemes()));
        if (!settings.srtpProfiles().isEmpty()) {
            list.add(new UseSrtp(settings.srtpProfiles(), Bytes.ofHex(settings.srtpMki())));
        }
        if (!settings.applicationProtocols().isEmpty()) {
            list.add(new ApplicationProtocols(settings.applicationProtocols().stream().map(ApplicationProtocolName::bytes).toList()));
        }
        return new Extensions(list);
    }
}
