package io.jmessage.server.cli;

import io.jmessage.server.ServerMain;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IVersionProvider;

/** The version from the manifest of the jar, with the Java that runs it. */
final class ProgramVersion implements IVersionProvider {

  @Override
  public String[] getVersion() {
    @Nullable String version = ServerMain.class.getPackage().getImplementationVersion();
    return new String[] {
      "jmessage-server %s (Java %s)"
          .formatted(version == null ? "development" : version, Runtime.version())
    };
  }
}
