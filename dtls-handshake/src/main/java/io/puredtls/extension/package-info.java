/**
 * The extensions of hellos, a record each, reading and writing side by side. Which extension may stand where is one
 * table, {@link io.puredtls.extension.ExtensionPlacement}. Start with {@link io.puredtls.extension.Extensions}.
 */
package io.puredtls.extension;
