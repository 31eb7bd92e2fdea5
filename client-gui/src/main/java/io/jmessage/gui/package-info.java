/**
 * The chat window. {@link io.jmessage.gui.GuiMain} reads the command line, {@link
 * io.jmessage.gui.ChatApplication} puts the parts together. One package per screen, each with its
 * view model, which knows no control, and its view, which knows no client.
 */
@NullMarked
package io.jmessage.gui;

import org.jspecify.annotations.NullMarked;
