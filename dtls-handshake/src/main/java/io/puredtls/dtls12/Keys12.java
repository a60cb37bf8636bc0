package io.puredtls.dtls12;

import io.puredtls.record.epoch.ReadEpoch;
import io.puredtls.record.epoch.WriteEpoch;

/** The protected epoch in both directions, until each is installed. Owns both. */
public record Keys12(ReadEpoch read, WriteEpoch write) implements AutoCloseable {
    @Override
    public void close() {
        read.close();
        write.close();
    }
}
