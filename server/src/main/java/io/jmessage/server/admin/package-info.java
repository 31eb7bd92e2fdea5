/**
 * The operator's command line: asks servers on their internal ports and says what they answer. A
 * process of its own, which knows the wire contract and nothing of the engine.
 */
@NullMarked
package io.jmessage.server.admin;

import org.jspecify.annotations.NullMarked;
