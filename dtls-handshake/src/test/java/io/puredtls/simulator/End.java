package io.puredtls.simulator;

import io.puredtls.engine.ApplicationDataSink;
import io.puredtls.engine.DtlsEngine;
import io.puredtls.event.EngineEvent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/** One end: an engine, what it said and what it was told. */
public final class End implements ApplicationDataSink {
    private final List<byte[]> received = new ArrayList<>();
    private final List<EngineEvent> events = new ArrayList<>();
    private DtlsEngine engine;

    void engine(DtlsEngine newEngine) {
        this.engine = newEngine;
    }

    public DtlsEngine engine() {
        return engine;
    }

    public boolean hasEngine() {
        return engine != null;
    }

    @Override
    public void onApplicationData(byte[] datagram, int offset, int length) {
        received.add(Arrays.copyOfRange(datagram, offset, offset + length));
    }

    void pollEvents() {
        for (Optional<EngineEvent> event = engine.pollEvent(); event.isPresent(); event = engine.pollEvent()) {
            events.add(event.get());
        }
    }

    /** The application data that came, in its order. */
    public List<byte[]> received() {
        return received;
    }

    public List<EngineEvent> events() {
        return events;
    }

    public boolean isConnected() {
        return hasEngine() && engine.isConnected();
    }

    /** How it failed, if it did. */
    public Optional<EngineEvent.Failed> failure() {
        return events.stream().filter(EngineEvent.Failed.class::isInstance).map(EngineEvent.Failed.class::cast).findFirst();
    }

    /** Whether the application was asked about what the peer showed. */
    public boolean isAsked() {
        return events.stream().anyMatch(each -> each instanceof EngineEvent.TrustAsked || each instanceof EngineEvent.RawPublicKeyAsked);
    }

    public boolean isClosed() {
        return events.stream().anyMatch(EngineEvent.Closed.class::isInstance);
    }

    /** Keying material in hexadecimal. */
    public String exported(String label) {
        try (var material = engine.exportKeyingMaterial(label, 32)) {
            return HexFormat.of().formatHex(material.view());
        }
    }
}
