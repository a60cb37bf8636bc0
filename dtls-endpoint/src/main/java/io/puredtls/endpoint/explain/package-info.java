/**
 * A handshake told byte by byte, out of its datagrams and its key log alone: what every field is called and what it says,
 * how records are opened, what is derived from what. A live run and a capture are told by the same reader.
 * Start with {@link io.puredtls.endpoint.explain.Explanation}, what there is to tell, then
 * {@link io.puredtls.endpoint.explain.Explainer}, which finds it out.
 */
package io.puredtls.endpoint.explain;
