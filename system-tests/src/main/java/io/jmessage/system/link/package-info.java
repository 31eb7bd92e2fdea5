/**
 * The links between servers, and what can happen to them: slow, cut, one way only, half open,
 * reset.
 *
 * <p>Each server announces one address to all others, yet a fault hits the link of one pair. {@link
 * io.jmessage.system.link.ProxyLinks} gets there by names: a server announces a host name, and
 * every other server has a hosts file of its own that leads this name to the proxy of just that
 * pair. Servers need no option for it and cannot tell it from DNS. {@link
 * io.jmessage.system.link.NamespaceLinks} gives every server a network of its own and drops packets
 * on their way. Both are {@link io.jmessage.system.link.Links}.
 */
@NullMarked
package io.jmessage.system.link;

import org.jspecify.annotations.NullMarked;
