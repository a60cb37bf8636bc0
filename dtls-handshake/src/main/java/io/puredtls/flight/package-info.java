/**
 * Reliability: messages travel in flights, a flight is sent again until the next one answers it. Knows nothing of keys
 * or of what messages mean. Start with {@link io.puredtls.flight.FlightController}.
 *
 * <pre>
 *                     +-----------+
 *               +---> | PREPARING | &lt;------------------+
 *               |     +-----------+                    |
 *               |           | launch                   |
 *               |          \|/                         | onPeerFlight
 *               |     +-----------+                    |
 *               |     |  SENDING  | &lt;---------+        |
 *               |     +-----------+           |        |
 *               |       |        | last flight|        |
 *               |       |       \|/           |        |
 *               |       |    +----------+     |        |
 *   onPeerFlight|       |    | FINISHED | ----+ onPeerRetransmit
 *               |      \|/   +----------+     |        |
 *               |     +-----------+           |        |
 *               +---- |  WAITING  | ----------+--------+
 *                     +-----------+   onTimeout, onPeerRetransmit
 * </pre>
 *
 * [RFC6347 §4.2.4] The diagram of the RFC, with the names of the methods on its arrows.
 */
package io.puredtls.flight;
