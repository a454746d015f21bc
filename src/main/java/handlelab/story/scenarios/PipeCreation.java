package handlelab.story.scenarios;

import static handlelab.api.ConnectState.ALREADY_CONNECTED;
import static handlelab.api.SecurityAttributes.INHERITABLE;
import static handlelab.api.Win32.*;
import static handlelab.api.Win32Error.*;

import handlelab.api.Handle;
import handlelab.api.PipeInfo;
import handlelab.api.PipeState;
import handlelab.story.Actor;
import handlelab.story.Play;

/** CreateNamedPipe: names, modes, instances, access. */
public final class PipeCreation extends PipeQuestion {
  public PipeCreation() {
    super(
        "named-pipes/creation", "What can a named pipe be called, and how many instances has it?");
  }

  @Override
  public void play(Play play) {
    Actor owner = play.process("owner");
    names(play, owner);
    modes(play, owner);
    instances(play, owner);
    access(play, owner);
  }

  private static void names(Play play, Actor owner) {
    play.fact("pipe-name-checked");
    for (String name : new String[] {"not a named pipe", "C:\\pipe", play.slot("pipe")}) {
      instance(
          owner.fails("not a pipe's name", ERROR_INVALID_NAME), name, PIPE_ACCESS_DUPLEX, 0, 1);
    }
    instance(owner.fails("no name", ERROR_PATH_NOT_FOUND), null, PIPE_ACCESS_DUPLEX, 0, 1);
    Handle server = server(play, owner, "Abc", 0, 0);
    play.fact("pipe-object-name");
    owner.findsName(
        "both ends have its name",
        server,
        "\\Device\\NamedPipe\\" + play.pipe("Abc").substring("\\\\.\\pipe\\".length()));
    play.fact("pipe-name-normalised");
    connect(owner.succeeds("case does not count"), play.pipe("aBC").replace("pipe", "PIPE"), BOTH);
    Handle nested = server(play, owner, "a\\b", 0, 0);
    play.fact("nested-pipe-name-works");
    owner.succeeds("a name with a backslash in it needs no parent").closeHandle(nested);
    Handle odd = server(play, owner, "<odd>*?|\":", 0, 0);
    play.fact("pipe-name-takes-odd-characters");
    owner.succeeds("characters that no file may have").closeHandle(odd);
    play.fact("pipe-name-backslash-counts");
    owner
        .fails("a backslash at the end makes another name", ERROR_FILE_NOT_FOUND)
        .createFile(play.pipe("Abc\\"), BOTH, 0, null, OPEN_EXISTING, 0, null);
  }

  private static void modes(Play play, Actor owner) {
    String name = play.pipe("modes");
    play.fact("pipe-modes-checked");
    owner
        .fails("bytes read as messages", ERROR_INVALID_PARAMETER)
        .createNamedPipe(name, PIPE_ACCESS_DUPLEX, PIPE_READMODE_MESSAGE, 1, 100, 100, 0, null);
    instance(owner.fails("no direction", ERROR_INVALID_PARAMETER), name, 0, 0, 1);
    play.fact("pipe-bits-checked");
    owner
        .fails("an open mode that is none", ERROR_INVALID_PARAMETER)
        .createNamedPipe(name + 1, PIPE_ACCESS_DUPLEX | 0x100, 0, 1, 100, 100, 0, null);
    owner
        .fails("a pipe mode that is none", ERROR_INVALID_PARAMETER)
        .createNamedPipe(name + 2, PIPE_ACCESS_DUPLEX, 0x10, 1, 100, 100, 0, null);
    play.fact("pipe-instances-limited");
    instance(
        owner.fails("no instance", ERROR_INVALID_PARAMETER), name + 3, PIPE_ACCESS_DUPLEX, 0, 0);
    Handle unlimited =
        owner
            .creates("any number of them")
            .createNamedPipe(
                name, PIPE_ACCESS_DUPLEX, 0, PIPE_UNLIMITED_INSTANCES, 100, 200, 0, null)
            .handle();
    play.fact("pipe-info");
    owner
        .gives("is told as 255", new PipeInfo(PIPE_SERVER_END, 100, 200, 255))
        .getNamedPipeInfo(unlimited);
  }

  private static void instances(Play play, Actor owner) {
    String name = play.pipe("instances");
    Handle first = server(play, owner, "instances", 0, 0);
    play.fact("pipe-instances-must-match");
    owner
        .fails("an instance of one direction", ERROR_ACCESS_DENIED)
        .createNamedPipe(name, PIPE_ACCESS_INBOUND, 0, 2, 100, 100, 0, null);
    play.fact("pipe-instances-counted");
    Handle second = instance(owner.opensExisting("a second one"), name, PIPE_ACCESS_DUPLEX, 0, 2);
    owner.gives("there are two", new PipeState(0, 2)).getNamedPipeHandleState(first);
    instance(
        owner.fails("a third is one too many", ERROR_PIPE_BUSY), name, PIPE_ACCESS_DUPLEX, 0, 2);
    owner
        .fails("though of another direction", ERROR_PIPE_BUSY)
        .createNamedPipe(name, PIPE_ACCESS_OUTBOUND, 0, 2, 100, 100, 0, null);
    owner.succeeds("one is closed").closeHandle(second);
    owner.gives("one is left", new PipeState(0, 1)).getNamedPipeHandleState(first);
    play.fact("pipe-instances-must-match");
    Handle other =
        owner
            .opensExisting("type, sizes and maximum may differ")
            .createNamedPipe(name, PIPE_ACCESS_DUPLEX, PIPE_TYPE_MESSAGE, 3, 102, 24, 1234, null)
            .handle();
    play.fact("pipe-instances-counted");
    owner.succeeds("it is closed").closeHandle(other);
    play.fact("first-pipe-instance-denied");
    owner
        .fails("one that must be the first", ERROR_ACCESS_DENIED)
        .createNamedPipe(
            name, PIPE_ACCESS_DUPLEX | FILE_FLAG_FIRST_PIPE_INSTANCE, 0, 2, 100, 100, 0, null);
  }

  private static void access(Play play, Actor owner) {
    Handle duplex = server(play, owner, "duplex", 0, 0);
    play.fact("pipe-server-access");
    owner.findsAccess("both directions", duplex, 0x12019f);
    play.fact("pipe-created-inheritable");
    Handle inbound =
        owner
            .creates("inbound, inheritable")
            .createNamedPipe(
                play.pipe("inbound"), PIPE_ACCESS_INBOUND, 0, 1, 100, 100, 0, INHERITABLE)
            .handle();
    owner.gives("as asked for", HANDLE_FLAG_INHERIT).getHandleInformation(inbound);
    play.fact("pipe-server-access");
    owner.findsAccess("it can be read", inbound, 0x120089);
    owner.fails("and not written", ERROR_ACCESS_DENIED).writeFile(inbound, message("x"));
    play.fact("pipe-state-needs-access");
    owner.fails("nor its mode set", ERROR_ACCESS_DENIED).setNamedPipeHandleState(inbound, 0);
    play.fact("pipe-created-inheritable");
    Handle outbound =
        owner
            .creates("outbound, not inheritable")
            .createNamedPipe(play.pipe("outbound"), PIPE_ACCESS_OUTBOUND, 0, 1, 100, 100, 0, null)
            .handle();
    play.fact("pipe-server-access");
    owner.findsAccess("it can be written", outbound, 0x120116);
    owner.fails("and not read", ERROR_ACCESS_DENIED).readFile(outbound, buffer(8));
    owner.fails("nor asked", ERROR_ACCESS_DENIED).getNamedPipeInfo(outbound);
    play.fact("pipe-client-direction");
    owner
        .fails("a client cannot write, either, to read", ERROR_ACCESS_DENIED)
        .createFile(play.pipe("inbound"), GENERIC_READ, 0, null, OPEN_EXISTING, 0, null);
    connect(owner.fails("nor both", ERROR_ACCESS_DENIED), play.pipe("inbound"), BOTH);
    Handle client =
        connect(owner.succeeds("but the one that is there"), play.pipe("inbound"), GENERIC_WRITE);
    owner.gives("by which it writes", 1).writeFile(client, message("x"));
    Handle other = server(play, owner, "no access", 0, 0);
    play.fact("pipe-client-without-access");
    Handle none =
        connect(owner.succeeds("a client may ask for no access"), play.pipe("no access"), 0);
    owner.findsAccess("and gets what each gets", none, 0x100080);
    owner.gives("it is connected", ALREADY_CONNECTED).connectNamedPipe(other, null);
    play.fact("pipe-client-direction");
    Handle reader =
        connect(owner.succeeds("a client that reads"), play.pipe("outbound"), GENERIC_READ);
    play.fact("pipe-state-needs-access");
    owner.fails("cannot set its mode", ERROR_ACCESS_DENIED).setNamedPipeHandleState(reader, 0);
    play.fact("pipe-device-opens");
    connect(owner.succeeds("without a name the device is opened"), "\\\\.\\pipe", 0);
  }
}
