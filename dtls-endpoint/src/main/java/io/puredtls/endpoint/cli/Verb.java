package io.puredtls.endpoint.cli;

/** One thing that the command line does. Immutable: whatever a run needs is made in {@link #run}. */
interface Verb {
    /** What it does, as a line for the list of verbs. */
    String summary();

    /** What it does, as the first paragraph of its help. */
    String description();

    /** What it takes. */
    OptionTable options();

    /**
     * Does it.
     *
     * @return the exit status
     * @throws UsageException if it cannot be done as it was asked; nothing has been done then
     */
    int run(Arguments arguments, Surroundings surroundings) throws UsageException;

    default String name() {
        return options().verb();
    }
}
