/** Parts of the server alone, measured by JMH in a process of their own; run on demand. */
@NullMarked
package io.jmessage.bench.micro;

import org.jspecify.annotations.NullMarked;
