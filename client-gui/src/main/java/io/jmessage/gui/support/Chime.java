package io.jmessage.gui.support;

import javax.sound.sampled.AudioFormat;
import javax.sound.sampled.AudioSystem;
import javax.sound.sampled.LineUnavailableException;
import javax.sound.sampled.SourceDataLine;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Two short tones. */
public final class Chime {
  private static final Logger LOG = LoggerFactory.getLogger(Chime.class);
  private static final float RATE = 22_050;
  private static final double LOUDNESS = 0.25;
  private static final double SECONDS_EACH = 0.14;

  private Chime() {}

  /** Plays them on a thread of their own; on a machine without sound nothing happens. */
  public static void play() {
    Thread thread = new Thread(Chime::playNow, "chime");
    thread.setDaemon(true);
    thread.start();
  }

  private static void playNow() {
    AudioFormat format = new AudioFormat(RATE, 8, 1, true, true);
    try (SourceDataLine line = AudioSystem.getSourceDataLine(format)) {
      line.open(format);
      line.start();
      for (double hertz : new double[] {659, 880}) {
        byte[] tone = tone(hertz);
        line.write(tone, 0, tone.length);
      }
      line.drain();
    } catch (LineUnavailableException | IllegalArgumentException noSound) {
      LOG.debug("no sound here", noSound);
    }
  }

  private static byte[] tone(double hertz) {
    byte[] tone = new byte[(int) (RATE * SECONDS_EACH)];
    for (int i = 0; i < tone.length; i++) {
      double fading = 1 - (double) i / tone.length;
      tone[i] = (byte) (Math.sin(2 * Math.PI * hertz * i / RATE) * 127 * LOUDNESS * fading);
    }
    return tone;
  }
}
