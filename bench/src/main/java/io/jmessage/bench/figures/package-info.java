/** Tables and plots of figures, and the three ways to give them: text, JSON and a page. */
@NullMarked
package io.jmessage.bench.figures;

import org.jspecify.annotations.NullMarked;
