/**
 * What can go wrong, and what is said about it. Every way in which a peer can break the protocol is one row of one
 * table, with the alert that answers it and the clause it breaks; nothing else chooses an alert.
 * Start with {@link io.puredtls.alert.Violation}.
 */
package io.puredtls.alert;
