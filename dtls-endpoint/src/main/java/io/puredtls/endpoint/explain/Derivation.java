package io.puredtls.endpoint.explain;

import io.puredtls.wire.Bytes;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One value and how it comes about.
 *
 * @param name as the RFC spells it
 * @param clause where the RFC says so
 * @param formula in the RFC's notation; empty for what is given
 * @param inputs what goes in, in the order of the formula
 * @param output what comes out; empty if that is not known here
 * @param remark what else there is to say, as whether it is what was received
 */
record Derivation(String name, String clause, String formula, List<Value> inputs, Optional<Bytes> output, String remark) {
    Derivation {
        inputs = List.copyOf(inputs);
    }

    /** What the glossary knows it by: whose it is and how often it was renewed makes no difference. */
    String key() {
        return "derivation " + name.replaceFirst("^(client|server)_", "").replaceFirst("_(\\d+|N\\+1)$", "");
    }

    /** A value that comes about by {@code formula}. */
    static Derivation of(String name, String clause, String formula) {
        return new Derivation(name, clause, formula, List.of(), Optional.empty(), "");
    }

    Derivation with(String input, Bytes bytes) {
        return with(Value.of(input, bytes));
    }

    Derivation with(String input, String text) {
        return with(Value.of(input, text));
    }

    Derivation with(Value input) {
        List<Value> more = new ArrayList<>(inputs);
        more.add(input);
        return new Derivation(name, clause, formula, more, output, remark);
    }

    Derivation gives(Bytes bytes) {
        return new Derivation(name, clause, formula, inputs, Optional.of(bytes), remark);
    }

    Derivation gives(Optional<Bytes> bytes) {
        return new Derivation(name, clause, formula, inputs, bytes, remark);
    }

    Derivation remark(String sentence) {
        return new Derivation(name, clause, formula, inputs, output, sentence);
    }
}
