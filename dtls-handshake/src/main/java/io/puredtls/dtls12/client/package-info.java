/**
 * The client's DTLS 1.2 handshake, a record per state, in this order:
 *
 * <pre>
 *   {@code AwaitServerAnswer}  (package client: ServerHello)
 *     → {@link io.puredtls.dtls12.client.AwaitServerCertificate}    Certificate
 *     → {@link io.puredtls.dtls12.client.AwaitCertificateStatus}    CertificateStatus, if the server sends one
 *     → {@link io.puredtls.dtls12.client.AwaitServerKeyExchange}    ServerKeyExchange, its signature checked
 *     → {@link io.puredtls.dtls12.client.AwaitCertificateRequest}   CertificateRequest, if the server sends one
 *     → {@link io.puredtls.dtls12.client.AwaitServerHelloDone}      ServerHelloDone; the chain is judged
 *     → {@code AwaitTrust}          the application's answer, if it is asked
 *          sends Certificate*, ClientKeyExchange, CertificateVerify*, [ChangeCipherSpec], Finished
 *     → {@link io.puredtls.dtls12.client.AwaitNewSessionTicket}     NewSessionTicket, if the ServerHello promised one
 *     → {@link io.puredtls.dtls12.client.AwaitChangeCipherSpec}     [ChangeCipherSpec]
 *     → {@link io.puredtls.dtls12.client.AwaitFinished}             Finished
 *     → {@code Connected12}
 * </pre>
 *
 * <p>With a pre-shared key there is nothing to be shown and nobody to be judged; from ServerHello to Finished:
 *
 * <pre>
 *     → {@link io.puredtls.dtls12.client.AwaitPskHint}              ServerKeyExchange, if the server sends one
 *     → {@link io.puredtls.dtls12.client.AwaitPskHelloDone}         ServerHelloDone
 *          sends ClientKeyExchange, [ChangeCipherSpec], Finished
 * </pre>
 *
 * <p>Where the server resumes the session that the hello named, from ServerHello to the end:
 *
 * <pre>
 *     → {@link io.puredtls.dtls12.client.AwaitNewSessionTicket}            NewSessionTicket, if the ServerHello promised one
 *     → {@link io.puredtls.dtls12.client.AwaitResumedChangeCipherSpec}     [ChangeCipherSpec]
 *     → {@link io.puredtls.dtls12.client.AwaitResumedFinished}             Finished
 *          sends [ChangeCipherSpec], Finished
 *     → {@code Connected12}
 * </pre>
 *
 * <p>[RFC5246 §7.3] the flows; [RFC8422 §5] what ECDHE puts into its messages.
 * Start with {@link io.puredtls.dtls12.client.AwaitServerCertificate}.
 */
package io.puredtls.dtls12.client;
