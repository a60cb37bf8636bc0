/**
 * The server's DTLS 1.2 handshake, a record per state, in this order:
 *
 * <pre>
 *   {@code AwaitClientHello}  (package server)
 *          {@link io.puredtls.dtls12.server.ServerFlight} sends ServerHello, Certificate, ServerKeyExchange, CertificateRequest*, ServerHelloDone
 *     → {@link io.puredtls.dtls12.server.AwaitClientCertificate}   Certificate, if it was asked for; may be empty
 *     → {@link io.puredtls.dtls12.server.AwaitClientKeyExchange}   ClientKeyExchange
 *     → {@link io.puredtls.dtls12.server.AwaitCertificateVerify}   CertificateVerify, if there was a certificate; the chain is judged
 *     → {@code AwaitTrust}         the application's answer, if it is asked
 *     → {@link io.puredtls.dtls12.server.AwaitChangeCipherSpec}    [ChangeCipherSpec]
 *     → {@link io.puredtls.dtls12.server.AwaitFinished}            Finished
 *          sends NewSessionTicket*, [ChangeCipherSpec], Finished
 *     → {@code Connected12}
 * </pre>
 *
 * <p>With a pre-shared key, from ClientHello to ChangeCipherSpec:
 *
 * <pre>
 *          {@link io.puredtls.dtls12.server.PskFlight} sends ServerHello, ServerKeyExchange*, ServerHelloDone
 *     → {@link io.puredtls.dtls12.server.AwaitPskClientKeyExchange}   ClientKeyExchange
 * </pre>
 *
 * <p>Where {@link io.puredtls.dtls12.server.SessionSelection} finds a session that can be resumed, from ClientHello to the end:
 *
 * <pre>
 *          {@link io.puredtls.dtls12.server.AbbreviatedFlight} sends ServerHello, NewSessionTicket*, [ChangeCipherSpec], Finished
 *     → {@link io.puredtls.dtls12.server.AwaitResumedChangeCipherSpec}   [ChangeCipherSpec]
 *     → {@link io.puredtls.dtls12.server.AwaitResumedFinished}           Finished
 *     → {@code Connected12}
 * </pre>
 *
 * <p>[RFC5246 §7.3] the flows; [RFC8422 §5] what ECDHE puts into its messages.
 * Start with {@link io.puredtls.dtls12.server.ServerFlight}.
 */
package io.puredtls.dtls12.server;
