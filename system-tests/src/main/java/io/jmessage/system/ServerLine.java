package io.jmessage.system;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What stands on the command line of one server. It is the same at every start: what the role on it
 * means for a server that has data is the server's affair.
 *
 * @param master internal address of the first master; empty: this is the first master
 * @param options further options, such as {@code --min-copies=2}
 * @param before what stands before the whole command, such as what puts it into another network
 */
public record ServerLine(
    String id,
    String clientAddress,
    String internalAddress,
    Optional<String> master,
    Path data,
    List<String> options,
    List<String> before) {

  public ServerLine {
    options = List.copyOf(options);
    before = List.copyOf(before);
  }

  /** With nothing before it. */
  public ServerLine(
      String id,
      String clientAddress,
      String internalAddress,
      Optional<String> master,
      Path data,
      List<String> options) {
    this(id, clientAddress, internalAddress, master, data, options, List.of());
  }

  public List<String> arguments() {
    List<String> arguments = new ArrayList<>();
    arguments.add(id);
    arguments.add(master.isPresent() ? "slave" : "master");
    arguments.add(clientAddress);
    arguments.add(internalAddress);
    master.ifPresent(address -> arguments.add("--master-address=" + address));
    arguments.add("--data-directory=" + data.toAbsolutePath());
    arguments.addAll(options);
    return List.copyOf(arguments);
  }
}
