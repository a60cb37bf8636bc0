/**
 * The command line: one class per verb, each with its options as a table that drives parsing and help alike. What is
 * written with {@code --json} is an interface; what is written without it is for people.
 * Start with {@link io.puredtls.endpoint.cli.Main}.
 */
package io.puredtls.endpoint.cli;
