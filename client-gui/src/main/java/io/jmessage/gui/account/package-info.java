/** The account that is logged in: its sessions on all devices, and its password. */
@NullMarked
package io.jmessage.gui.account;

import org.jspecify.annotations.NullMarked;
