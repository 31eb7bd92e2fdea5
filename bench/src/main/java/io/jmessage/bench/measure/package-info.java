/** What is measured and how, one class for each: it starts what it needs, and ends it. */
@NullMarked
package io.jmessage.bench.measure;

import org.jspecify.annotations.NullMarked;
