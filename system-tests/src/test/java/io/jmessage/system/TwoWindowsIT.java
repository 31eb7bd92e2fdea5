package io.jmessage.system;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javafx.scene.image.Image;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/**
 * Two people at their windows, and the master killed while they write. Leaves the pictures of the
 * README in {@code target/pictures}: before and after. No display.
 */
class TwoWindowsIT {
  private static final int WIDTH = 740;
  private static final int HEIGHT = 600;
  private static final int BETWEEN = 20;
  private static final Path PICTURES = Path.of("target", "pictures");

  @RegisterExtension final Scene scene = new Scene();

  @Test
  @Tag("long")
  void goOnAsIfNothingWere_whenTheMasterIsKilled() throws Exception {
    LocalCluster cluster = scene.cluster(3);
    WindowUser ada = scene.ending(WindowUser.open(cluster, scene.directory().resolve("ada")));
    ada.place(0, 0, WIDTH, HEIGHT);
    WindowUser grace = scene.ending(WindowUser.open(cluster, scene.directory().resolve("grace")));
    grace.place(WIDTH + BETWEEN, 0, WIDTH, HEIGHT);
    ada.signUp("Ada");
    grace.signUp("Grace");
    ada.openConversation("Grace");
    grace.openConversation("Ada");

    ada.send("Hi Grace, are the three servers up?");
    grace.awaitSpoken("Ada: Hi Grace, are the three servers up?");
    grace.send("All three are in sync. Shall I pull a plug?");
    ada.awaitSpoken("Grace: All three are in sync.");
    ada.send("Server 1 first, it is the master.");
    grace.read("Ada: Server 1 first");
    ada.awaitSpoken("You: Server 1 first, it is the master. Read by Grace, stored on 3 of 3");
    take("two-windows-before.png", ada, grace);

    cluster.process(1).kill();
    grace.send("Gone. Did anything change for you?");
    ada.read("Grace: Gone.");
    ada.send("No. I am still logged in, and nothing is missing.");
    grace.read("Ada: No. I am still logged in, and nothing is missing.");
    ada.awaitSpoken("You: No. I am still logged in, and nothing is missing. Read by Grace, stored");
    ada.awaitLabel("#banner", "Connected to server 2 — nothing was lost");
    grace.awaitLabel("#banner", "Connected to server 2 — nothing was lost");
    take("two-windows-after.png", ada, grace);
  }

  /** The two side by side, with nothing between them. */
  private static void take(String name, WindowUser left, WindowUser right) throws IOException {
    BufferedImage both =
        new BufferedImage(2 * WIDTH + BETWEEN, HEIGHT, BufferedImage.TYPE_INT_ARGB);
    draw(left.picture(), both, 0);
    draw(right.picture(), both, WIDTH + BETWEEN);
    Files.createDirectories(PICTURES);
    ImageIO.write(both, "png", PICTURES.resolve(name).toFile());
  }

  private static void draw(Image window, BufferedImage picture, int left) {
    for (int y = 0; y < (int) window.getHeight(); y++) {
      for (int x = 0; x < (int) window.getWidth(); x++) {
        picture.setRGB(left + x, y, window.getPixelReader().getArgb(x, y));
      }
    }
  }
}
