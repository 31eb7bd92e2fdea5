/**
 * What users were told, held against what a server has: users on real clients that note each
 * acknowledgement and each message shown, and a check of the history afterwards.
 */
@NullMarked
package io.jmessage.system.history;

import org.jspecify.annotations.NullMarked;
