package io.puredtls.bench;

import io.puredtls.crypto.credentials.Credentials;
import io.puredtls.crypto.credentials.SelfSigned;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.TrustManagerFactory;

/** The JDK's own DTLS 1.2, connected in memory: what everyone on the JVM has already. */
final class SslEnginePair {
    private static final char[] PASSWORD = "bench".toCharArray();
    private static final int MAX_STEPS = 1000;

    private final SSLEngine client;
    private final SSLEngine server;

    SslEnginePair(Suite suite) throws GeneralSecurityException, IOException {
        SSLContext context = context();
        client = engine(context, suite, true);
        server = engine(context, suite, false);
        connect();
    }

    private static SSLContext context() throws GeneralSecurityException, IOException {
        Credentials credentials = SelfSigned.ecdsaP256("localhost");
        KeyStore keys = KeyStore.getInstance("PKCS12");
        keys.load(null, null);
        keys.setKeyEntry("server", credentials.privateKey(), PASSWORD, credentials.chain().toArray(Certificate[]::new));
        KeyStore roots = KeyStore.getInstance("PKCS12");
        roots.load(null, null);
        roots.setCertificateEntry("root", credentials.chain().get(0));
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(keys, PASSWORD);
        TrustManagerFactory trustManagers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trustManagers.init(roots);
        SSLContext context = SSLContext.getInstance("DTLSv1.2");
        context.init(keyManagers.getKeyManagers(), trustManagers.getTrustManagers(), null);
        return context;
    }

    private static SSLEngine engine(SSLContext context, Suite suite, boolean client) {
        SSLEngine engine = context.createSSLEngine("localhost", 4433);
        engine.setUseClientMode(client);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setCipherSuites(new String[] {suite.name()});
        parameters.setMaximumPacketSize(1500);
        parameters.setEnableRetransmissions(false);
        engine.setSSLParameters(parameters);
        return engine;
    }

    private void connect() throws SSLException {
        ByteBuffer toServer = ByteBuffer.allocate(1 << 16);
        ByteBuffer toClient = ByteBuffer.allocate(1 << 16);
        client.beginHandshake();
        server.beginHandshake();
        for (int step = 0; step < MAX_STEPS; step++) {
            if (isDone(client) && isDone(server)) {
                return;
            }
            advance(client, toClient, toServer);
            advance(server, toServer, toClient);
        }
        throw new IllegalStateException("the SSLEngine pair did not connect");
    }

    private static boolean isDone(SSLEngine engine) {
        return engine.getHandshakeStatus() == HandshakeStatus.NOT_HANDSHAKING;
    }

    private static void advance(SSLEngine engine, ByteBuffer in, ByteBuffer out) throws SSLException {
        ByteBuffer ignored = ByteBuffer.allocate(1 << 15);
        switch (engine.getHandshakeStatus()) {
            case NEED_TASK -> engine.getDelegatedTask().run();
            case NEED_WRAP -> engine.wrap(ByteBuffer.allocate(0), out);
            case NEED_UNWRAP, NEED_UNWRAP_AGAIN -> {
                in.flip();
                engine.unwrap(in, ignored);
                in.compact();
            }
            default -> {
                // this side is done
            }
        }
    }

    int seal(ByteBuffer content, ByteBuffer out) throws SSLException {
        return check(client.wrap(content, out)).bytesProduced();
    }

    int open(ByteBuffer datagram, ByteBuffer out) throws SSLException {
        return check(server.unwrap(datagram, out)).bytesProduced();
    }

    private static SSLEngineResult check(SSLEngineResult result) {
        if (result.getStatus() != SSLEngineResult.Status.OK) {
            throw new IllegalStateException(result.toString());
        }
        return result;
    }
}
