package io.puredtls.endpoint.explain;

import io.puredtls.engine.HelloGate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Finds out what there is to tell of datagrams, from their bytes and a key log alone. Never throws for what it reads. */
public final class Explainer {
    private Explainer() {
    }

    /**
     * Tells of a capture. A ClientHello with another random begins another association.
     *
     * @param secrets what a key log knows
     */
    public static Explanation explain(String title, Capture capture, Secrets secrets) {
        Secrets known = secrets.or(capture.secrets());
        List<Association> associations = new ArrayList<>();
        List<String> remarks = new ArrayList<>(capture.remarks());
        int datagrams = 0;
        int flights = 0;
        List<List<Packet>> all = associations(capture.packets());
        for (List<Packet> packets : all) {
            String which = all.size() == 1 ? "What was agreed on, and who says what" : "Association " + (associations.size() + 1) + " of " + all.size();
            AssociationReader reader = new AssociationReader(Hellos.in(packets), known, datagrams, flights);
            Association association = reader.read(which, packets);
            associations.add(association);
            remarks.addAll(reader.remarks());
            datagrams += packets.size();
            flights += association.flights().size();
        }
        return new Explanation(title, associations, remarks);
    }

    private static List<List<Packet>> associations(List<Packet> packets) {
        List<List<Packet>> associations = new ArrayList<>();
        Optional<String> current = Optional.empty();
        for (Packet packet : packets) {
            byte[] data = packet.datagram().toArray();
            Optional<String> random = packet.from() == Sender.CLIENT ? HelloGate.peekRandom(data, 0, data.length) : Optional.empty();
            boolean begins = random.isPresent() && current.isPresent() && !random.equals(current);
            if (associations.isEmpty() || begins) {
                associations.add(new ArrayList<>());
            }
            if (random.isPresent()) {
                current = random;
            }
            associations.get(associations.size() - 1).add(packet);
        }
        return associations;
    }
}
