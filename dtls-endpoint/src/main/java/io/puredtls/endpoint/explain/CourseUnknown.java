package io.puredtls.endpoint.explain;

import io.puredtls.fragment.AssembledMessage;
import io.puredtls.record.RecordView;
import java.util.List;
import java.util.Optional;

/** Nothing was agreed on, or nothing that can be computed here: messages are told, and nothing follows from them. */
record CourseUnknown(Hellos hellos) implements Course {
    private static final Opener NOTHING = new Opener() {
        @Override
        public Optional<Opened> open(RecordView record, Sender from) {
            return Optional.empty();
        }

        @Override
        public int tagLength() {
            return 0;
        }

        @Override
        public int explicitNonceLength() {
            return 0;
        }
    };

    @Override
    public List<Part> onMessage(Sender from, AssembledMessage message) {
        return List.of();
    }

    @Override
    public List<Part> onOpened(Sender from, Opened opened) {
        return List.of();
    }

    @Override
    public Opener opener() {
        return NOTHING;
    }

    @Override
    public List<Value> facts() {
        return hellos.serverHello().map(hello -> List.of(
                Value.of("version", hellos.isDtls13() ? "DTLS 1.3" : "DTLS 1.2"),
                Value.of("cipher suite", hello.cipherSuite() + ", which cannot be computed here")))
                .orElse(List.of(Value.of("agreed on", "nothing")));
    }
}
