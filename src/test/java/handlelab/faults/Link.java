package handlelab.faults;

import handlelab.backend.KernelDoor;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * What stands between one process and the server: a runtime folder of its own, whose socket hands
 * on each byte to the real one, counts it, and breaks the line where its {@link Cut} says.
 *
 * <p>It knows no frames, so it fits any protocol. Lock: this object, for counts and the list of
 * connections; nothing is read or written with it held.
 */
final class Link implements AutoCloseable {
  private static final int CHUNK_BYTES = 64 * 1024;

  private static final ExecutorService PUMPS =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "link");
            thread.setDaemon(true);
            return thread;
          });

  private final Path folder;
  private final Path target;
  private final ServerSocketChannel door;
  private final Cut cut;
  private final Runnable serverKiller;
  private final List<Pair> pairs = new ArrayList<>();
  private final Map<Cut.Direction, Ledger> ledgers = new EnumMap<>(Cut.Direction.class);
  private boolean isFired;
  private boolean isCut;
  private boolean isLifeLineHit;

  /**
   * @param folder is made here; nothing may be there
   * @param target the folder of the real server
   * @param cut null to hand on everything
   * @param serverKiller what to do for {@link Cut.What#SERVER}
   */
  Link(Path folder, Path target, Cut cut, Runnable serverKiller) throws IOException {
    this.folder = folder;
    this.target = KernelDoor.socket(target);
    this.cut = cut;
    this.serverKiller = serverKiller;
    ledgers.put(Cut.Direction.UP, new Ledger());
    ledgers.put(Cut.Direction.DOWN, new Ledger());
    var privately = PosixFilePermissions.fromString("rwx------");
    Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(privately));
    door = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
    Path socket = KernelDoor.socket(folder);
    door.bind(UnixDomainSocketAddress.of(socket));
    Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
    PUMPS.execute(this::accept);
  }

  Path folder() {
    return folder;
  }

  /** Whether its cut has been made. */
  synchronized boolean isFired() {
    return isFired;
  }

  /** Whether the process's first connection, with which it lives and dies, is broken. */
  synchronized boolean isLifeLineCut() {
    return isCut || isLifeLineHit;
  }

  /** How many bytes had passed after each piece, in one direction. */
  synchronized List<Long> pieceEnds(Cut.Direction direction) {
    return List.copyOf(ledgers.get(direction).ends);
  }

  /** Waits until something more has passed to the server than {@code pieces} pieces. */
  synchronized void awaitUp(int pieces) throws InterruptedException {
    Ledger up = ledgers.get(Cut.Direction.UP);
    while (up.ends.size() <= pieces && !isCut) {
      wait(Patience.HANG_MILLIS);
    }
  }

  private void accept() {
    try {
      while (true) {
        SocketChannel client = door.accept();
        SocketChannel server;
        try {
          server = SocketChannel.open(UnixDomainSocketAddress.of(target));
        } catch (IOException e) {
          // Nobody listens there; the client is told as the system would tell it.
          client.close();
          continue;
        }
        start(new Pair(client, server));
      }
    } catch (IOException e) {
      // Closed, or cut.
    }
  }

  private void start(Pair pair) {
    synchronized (this) {
      if (isCut) {
        pair.close();
        return;
      }
      pairs.add(pair);
    }
    PUMPS.execute(() -> pump(pair, Cut.Direction.UP, pair.client, pair.server));
    PUMPS.execute(() -> pump(pair, Cut.Direction.DOWN, pair.server, pair.client));
  }

  private void pump(Pair pair, Cut.Direction direction, SocketChannel from, SocketChannel to) {
    ByteBuffer piece = ByteBuffer.allocate(CHUNK_BYTES);
    try {
      while (from.read(piece.clear()) >= 0) {
        piece.flip();
        boolean isCutHere = count(pair, direction, piece);
        while (piece.hasRemaining()) {
          to.write(piece);
        }
        if (isCutHere) {
          fire(pair);
        }
      }
    } catch (IOException e) {
      // One side is gone; so is the other, next.
    }
    pair.close();
  }

  /** Counts a piece, and shortens it to what passes before the cut. */
  private synchronized boolean count(Pair pair, Cut.Direction direction, ByteBuffer piece) {
    Ledger ledger = ledgers.get(direction);
    long before = ledger.bytes;
    boolean isHere =
        cut != null
            && !isFired
            && cut.direction() == direction
            && cut.bytes() <= before + piece.remaining();
    if (isHere) {
      isFired = true;
      // Now, and not when it is broken: the story may end and ask in between.
      isLifeLineHit =
          cut.what() == Cut.What.PROCESS
              || (cut.what() == Cut.What.CONNECTION && pairs.get(0).equals(pair));
      if (cut.what() != Cut.What.SERVER) {
        piece.limit((int) Math.max(0, cut.bytes() - before));
      }
    }
    ledger.bytes += piece.remaining();
    ledger.ends.add(ledger.bytes);
    notifyAll();
    return isHere;
  }

  private void fire(Pair pair) {
    switch (cut.what()) {
      case PROCESS -> cut();
      case CONNECTION -> pair.close();
      case SERVER -> serverKiller.run();
    }
  }

  /** Breaks all connections at once, as the process's end does. */
  void cut() {
    List<Pair> broken;
    synchronized (this) {
      if (isCut) {
        return;
      }
      isCut = true;
      isFired = true;
      broken = new ArrayList<>(pairs);
      notifyAll();
    }
    try {
      // Whoever still runs for the dead is to start no server in its folder.
      Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    Collections.shuffle(broken, new Random(cut == null ? 0 : cut.order()));
    broken.forEach(Pair::close);
  }

  @Override
  public void close() throws IOException {
    door.close();
    cut();
    Folders.delete(folder);
  }

  /** What has passed in one direction. */
  private static final class Ledger {
    final List<Long> ends = new ArrayList<>();
    long bytes;
  }

  /** One connection of the process, and the one that stands for it at the server. */
  private record Pair(SocketChannel client, SocketChannel server) {
    void close() {
      // The server's side first: what is on its way to the dead is lost, as in a kill.
      closeQuietly(server);
      closeQuietly(client);
    }

    private static void closeQuietly(SocketChannel channel) {
      try {
        channel.close();
      } catch (IOException e) {
        // It is of no use either way.
      }
    }
  }
}
