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
 * @param jvmOptions further options of its JVM
 */
public record ServerLine(
    String id,
    String clientAddress,
    String internalAddress,
    Optional<String> master,
    Path data,
    List<String> options,
    List<String> before,
    List<String> jvmOptions) {
  private static final String BIND = "--bind-internal=";
  private static final String ANYWHERE = "0.0.0.0";

  public ServerLine {
    options = List.copyOf(options);
    before = List.copyOf(before);
    jvmOptions = List.copyOf(jvmOptions);
  }

  /** With nothing before it. */
  public ServerLine(
      String id,
      String clientAddress,
      String internalAddress,
      Optional<String> master,
      Path data,
      List<String> options) {
    this(id, clientAddress, internalAddress, master, data, options, List.of(), List.of());
  }

  /** The same with this before the whole command. */
  public ServerLine withBefore(List<String> words) {
    return new ServerLine(
        id, clientAddress, internalAddress, master, data, options, words, jvmOptions);
  }

  /** The same with these options of the JVM. */
  public ServerLine withJvmOptions(List<String> words) {
    return new ServerLine(id, clientAddress, internalAddress, master, data, options, before, words);
  }

  /**
   * Where this program reaches its internal port: other servers may know it by an address that
   * leads elsewhere from here.
   */
  public String adminAddress() {
    String bound =
        options.stream()
            .filter(option -> option.startsWith(BIND))
            .map(option -> option.substring(BIND.length()))
            .reduce((first, last) -> last)
            .orElse(internalAddress);
    return bound.startsWith(ANYWHERE + ":")
        ? clientAddress.substring(0, clientAddress.lastIndexOf(':'))
            + bound.substring(ANYWHERE.length())
        : bound;
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
