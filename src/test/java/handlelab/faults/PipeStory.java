package handlelab.faults;

import static handlelab.faults.Slots.require;

import handlelab.api.Handle;
import handlelab.api.IoState;
import handlelab.api.Kernel32;
import handlelab.api.Overlapped;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
import handlelab.api.Win32Exception;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * The victim serves a named pipe with overlapped calls and owns a mutex, for which the mate waits.
 */
final class PipeStory extends Story {
  private static final int MESSAGES = 6;
  private static final int BUFFER_BYTES = 1 << 16;

  private Handle client;
  private Handle mutex;
  private CompletableFuture<Integer> mateWaiting;

  /** How many messages the victim has begun to write, how many it was told of, and are read. */
  private int begun;

  private int told;
  private int read;

  @Override
  String title() {
    return "pipe server";
  }

  private static String pipe(Cast cast) {
    return cast.slotName.replace("mailslot", "pipe");
  }

  private static String object(Cast cast, String kind) {
    return cast.slotName.replaceAll("\\W", "") + kind;
  }

  @Override
  void play(Cast cast) {
    Kernel32 mate = cast.mateKernel();
    mutex = mate.createMutex(null, false, object(cast, "mutex")).handle();
    Kernel32 victim = cast.enter();
    int openMode = Win32.PIPE_ACCESS_DUPLEX | Win32.FILE_FLAG_OVERLAPPED;
    int mode = Win32.PIPE_TYPE_MESSAGE | Win32.PIPE_READMODE_MESSAGE;
    Handle server =
        victim
            .createNamedPipe(pipe(cast), openMode, mode, 2, BUFFER_BYTES, BUFFER_BYTES, 0, null)
            .handle();
    client = open(mate, cast);
    mate.setNamedPipeHandleState(client, Win32.PIPE_READMODE_MESSAGE);
    Handle event = victim.createEvent(null, true, false, object(cast, "event")).handle();
    Handle owned = victim.openMutex(Win32.SYNCHRONIZE, false, object(cast, "mutex"));
    require(victim.waitForSingleObject(owned, Win32.INFINITE) == 0, "the mutex is taken");
    mateWaiting =
        CompletableFuture.supplyAsync(() -> mate.waitForSingleObject(mutex, Win32.INFINITE));
    for (int i = 0; i < MESSAGES; i++) {
      write(victim, server, event, i);
      if (i % 3 == 0) {
        require(Slots.read(mate, client) == read, "the next message");
        read++;
      }
    }
    read(victim, server, event, mate);
  }

  private static Handle open(Kernel32 kernel32, Cast cast) {
    int access = Win32.GENERIC_READ | Win32.GENERIC_WRITE;
    return kernel32.createFile(pipe(cast), access, 0, null, Win32.OPEN_EXISTING, 0, null);
  }

  private void write(Kernel32 victim, Handle server, Handle event, int number) {
    ByteBuffer message = Slots.message(number, 8 + 700 * number);
    int length = message.limit();
    Overlapped overlapped = Overlapped.of(event);
    begun = number + 1;
    var unused = victim.writeFile(server, message, overlapped);
    int index = victim.waitForMultipleObjects(List.of(event), true, Win32.INFINITE);
    require(index == 0, "waiting for a write gave " + index);
    int bytes = victim.getOverlappedResult(server, overlapped, true).bytes();
    require(bytes == length, "wrote " + bytes + " of " + length);
    told = number + 1;
  }

  private void read(Kernel32 victim, Handle server, Handle event, Kernel32 mate) {
    ByteBuffer target = ByteBuffer.allocateDirect(100);
    Overlapped overlapped = Overlapped.of(event);
    IoState state = victim.readFile(server, target, overlapped).state();
    require(state == IoState.PENDING, "a read without a message is " + state);
    Slots.write(mate, client, 7, 50);
    require(victim.waitForSingleObject(event, Win32.INFINITE) == 0, "the read is done");
    require(target.getInt(0) == 7, "the buffer is filled with its event");
  }

  @Override
  void requireAftermath(Cast cast) {
    Kernel32 mate = cast.mateKernel();
    if (mateWaiting != null) {
      int result = mateWaiting.join();
      require(result == Win32.WAIT_ABANDONED, "waiting for the dead owner's mutex gave " + result);
    }
    if (client != null) {
      readRest(mate);
      mate.closeHandle(client);
    }
    Slots.requireFails(
        Win32Error.ERROR_FILE_NOT_FOUND,
        "opening a dead pipe",
        () -> {
          var unused = open(mate, cast);
        });
    Slots.requireFails(
        Win32Error.ERROR_FILE_NOT_FOUND,
        "opening a dead event",
        () -> mate.openEvent(Win32.SYNCHRONIZE, false, object(cast, "event")));
    mate.closeHandle(mutex);
    var made = mate.createMutex(null, false, object(cast, "mutex"));
    require(!made.existed(), "the mutex's name is taken");
    mate.closeHandle(made.handle());
  }

  /** What was written can be read, also if the writer is dead; then the pipe is broken. */
  private void readRest(Kernel32 mate) {
    try {
      while (true) {
        int number = Slots.read(mate, client);
        require(number == read, "message " + number + " instead of " + read);
        read++;
      }
    } catch (Win32Exception e) {
      require(e.errorCode() == Win32Error.ERROR_BROKEN_PIPE, "a dead pipe: " + e.getMessage());
    }
    require(read >= told && read <= begun, read + " read, " + told + " told, " + begun + " begun");
  }
}
