package io.jmessage.server.cli;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Sizes as people type them, in bytes: {@code 256MiB}, {@code 4GiB}. */
final class SizeText implements ITypeConverter<Long> {

  private static final Pattern PATTERN = Pattern.compile("([0-9]{1,6})(MiB|GiB)");

  @Override
  public Long convert(String text) {
    Matcher matcher = PATTERN.matcher(text);
    if (!matcher.matches()) {
      throw new TypeConversionException(
          "expected a size such as 256MiB or 4GiB, got '%s'".formatted(text));
    }
    long count = Long.parseLong(matcher.group(1));
    return count << (matcher.group(2).equals("MiB") ? 20 : 30);
  }
}
