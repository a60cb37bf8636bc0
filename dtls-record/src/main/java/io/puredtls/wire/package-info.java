/**
 * Reading and writing the presentation language of the RFCs: numbers and vectors, each by its field's name. A reader
 * never looks past its window; the name of a field that does not fit is in the exception.
 * Start with {@link io.puredtls.wire.WireReader}.
 */
package io.puredtls.wire;
