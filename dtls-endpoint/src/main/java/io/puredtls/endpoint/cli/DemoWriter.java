package io.puredtls.endpoint.cli;

import io.puredtls.endpoint.DtlsSession;
import io.puredtls.endpoint.SessionEnd;
import io.puredtls.endpoint.cli.Connection.End;
import io.puredtls.endpoint.explain.Overview.Flight;
import java.net.InetSocketAddress;
import java.security.cert.X509Certificate;
import java.util.List;

/** Tells the demonstration, in the order of these methods. */
interface DemoWriter {
    /** What a record of application data is called in an overview. */
    String DATA = "application data";

    /** The server is there. */
    void begin(InetSocketAddress server, X509Certificate certificate);

    /** The handshake is complete, and this is how it went. */
    void handshake(List<Flight> flights);

    /** What both ends hold to have been agreed on. */
    void agreed(Connection client, Connection server);

    /** A message came to {@code end}. */
    void message(End end, InetSocketAddress peer, byte[] message);

    /** All messages came, and this is how. */
    void exchanged(List<Flight> flights);

    /** Both ends are over. */
    void closed(List<Flight> flights, DtlsSession client, SessionEnd server);

    /** It did not work. */
    void failed(SessionEnd end);
}
