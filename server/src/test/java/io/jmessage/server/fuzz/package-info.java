/**
 * Random input for every door of a server: ports, files, command line. From seeds, so that a
 * failure can be had again; docs/development.md says how, and how to look for longer.
 */
@org.jspecify.annotations.NullMarked
package io.jmessage.server.fuzz;
