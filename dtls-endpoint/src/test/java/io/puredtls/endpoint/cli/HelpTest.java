package io.puredtls.endpoint.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.puredtls.endpoint.cli.CommandLine.Result;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HelpTest {
    private static final List<Verb> VERBS = List.of(new DemoVerb(), new ServerVerb(), new ClientVerb(), new ExplainVerb(), new SelfSignVerb(), new InspectVerb());

    @ParameterizedTest
    @ValueSource(strings = {"--help", "-h", "help"})
    void the_help_lists_what_there_is_and_nothing_else(String word) {
        Result help = CommandLine.run(word);
        assertEquals(0, help.status());
        assertEquals("", help.err());
        VERBS.forEach(verb -> assertTrue(help.out().contains("  " + verb.name() + " "), verb.name()));
        assertFalse(help.out().contains("bench"));
    }

    @Test
    void every_option_is_in_its_verbs_help_with_default_and_unit() {
        for (Verb verb : VERBS) {
            Result help = CommandLine.run(verb.name(), "--help");
            assertEquals(0, help.status());
            String flowing = help.out().replaceAll("\\s+", " ");
            for (Option option : verb.options().options()) {
                assertTrue(flowing.contains(option.takesValue() ? option.name() + " " + option.metavar() + " " : option.name() + " "), option.name());
                assertTrue(flowing.contains(option.help()), option.help());
                assertTrue(option.byDefault().isEmpty() || flowing.contains("default: " + option.byDefault()), option.name());
                assertTrue(option.range().map(range -> flowing.contains("(" + range + ";")).orElse(true), option.name());
                assertFalse(option.takesValue() && option.byDefault().isEmpty() && !option.equals(ClientVerb.SEND), option.name());
            }
            help.lines().forEach(line -> assertTrue(line.length() <= 100, line));
        }
    }

    @Test
    void whom_to_trust_is_explained_to_each_end_in_its_own_words() {
        String client = CommandLine.run("client", "--help").out();
        String server = CommandLine.run("server", "--help").out();
        assertTrue(client.contains("the server's own certificate") && !client.contains("clients"), client);
        assertTrue(server.contains("the clients' own certificates") && !server.contains("Java runtime trusts"), server);
    }

    @Test
    void help_needs_nothing_else() {
        assertEquals(0, CommandLine.run("client", "-h").status());
        assertEquals(0, CommandLine.run("server", "--quiet", "--help").status());
    }

    @Test
    void the_version_names_both_versions() {
        Result version = CommandLine.run("--version");
        assertEquals(0, version.status());
        assertTrue(version.out().matches("PureDTLS \\S.*, Java " + java.util.regex.Pattern.quote(Runtime.version().toString()) + "\n"), version.out());
    }
}
