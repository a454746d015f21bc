package handlelab.story.scenarios;

import handlelab.api.ConnectState;
import handlelab.api.Handle;
import handlelab.api.PipeInfo;
import handlelab.api.PipeState;
import handlelab.api.SecurityAttributes;
import handlelab.api.Win32;
import handlelab.api.Win32Error;
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
    for (String name : new String[] {"not a named pipe", "C:\\pipe", play.slot("pipe")}) {
      owner
          .tested("pipe-name-checked", "not a pipe's name", PIPE_TEST)
          .fails(Win32Error.ERROR_INVALID_NAME)
          .createNamedPipe(name, Win32.PIPE_ACCESS_DUPLEX, 0, 1, 100, 100, 0, null);
    }
    owner
        .tested("pipe-name-checked", "no name", PIPE_TEST)
        .fails(Win32Error.ERROR_PATH_NOT_FOUND)
        .createNamedPipe(null, Win32.PIPE_ACCESS_DUPLEX, 0, 1, 100, 100, 0, null);
    Handle server = server(play, owner, "Abc", 0, 0);
    owner
        .tested("pipe-object-name", "both ends have its name", OBJECT_TEST)
        .findsName(
            server, "\\Device\\NamedPipe\\" + play.pipe("Abc").substring("\\\\.\\pipe\\".length()));
    owner
        .documented("pipe-name-normalised", "case does not count", "CreateNamedPipeW")
        .succeeds()
        .createFile(
            play.pipe("aBC").replace("pipe", "PIPE"), BOTH, 0, null, Win32.OPEN_EXISTING, 0, null);
    Handle nested = server(play, owner, "a\\b", 0, 0);
    owner
        .tested(
            "nested-pipe-name-works", "a name with a backslash in it needs no parent", NT_PIPE_TEST)
        .succeeds()
        .closeHandle(nested);
    Handle odd = server(play, owner, "<odd>*?|\":", 0, 0);
    owner
        .tested(
            "pipe-name-takes-odd-characters",
            "characters that no file may have",
            NT_PIPE_TEST + ", for native names")
        .succeeds()
        .closeHandle(odd);
    owner
        .tested(
            "pipe-name-backslash-counts", "a backslash at the end makes another name", NT_PIPE_TEST)
        .fails(Win32Error.ERROR_FILE_NOT_FOUND)
        .createFile(play.pipe("Abc\\"), BOTH, 0, null, Win32.OPEN_EXISTING, 0, null);
  }

  private static void modes(Play play, Actor owner) {
    String name = play.pipe("modes");
    owner
        .tested("pipe-modes-checked", "bytes read as messages", PIPE_TEST)
        .fails(Win32Error.ERROR_INVALID_PARAMETER)
        .createNamedPipe(
            name, Win32.PIPE_ACCESS_DUPLEX, Win32.PIPE_READMODE_MESSAGE, 1, 100, 100, 0, null);
    owner
        .documented("pipe-modes-checked", "no direction", "CreateNamedPipeW, but not which error")
        .fails(Win32Error.ERROR_INVALID_PARAMETER)
        .createNamedPipe(name, 0, 0, 1, 100, 100, 0, null);
    owner
        .documented(
            "pipe-bits-checked",
            "an open mode that is none",
            "CreateNamedPipeW, but not which error")
        .fails(Win32Error.ERROR_INVALID_PARAMETER)
        .createNamedPipe(name + 1, Win32.PIPE_ACCESS_DUPLEX | 0x100, 0, 1, 100, 100, 0, null);
    owner
        .documented(
            "pipe-bits-checked",
            "a pipe mode that is none",
            "CreateNamedPipeW, but not which error")
        .fails(Win32Error.ERROR_INVALID_PARAMETER)
        .createNamedPipe(name + 2, Win32.PIPE_ACCESS_DUPLEX, 0x10, 1, 100, 100, 0, null);
    owner
        .documented(
            "pipe-instances-limited", "no instance", "CreateNamedPipeW, but not which error")
        .fails(Win32Error.ERROR_INVALID_PARAMETER)
        .createNamedPipe(name + 3, Win32.PIPE_ACCESS_DUPLEX, 0, 0, 100, 100, 0, null);
    Handle unlimited =
        owner
            .documented("pipe-instances-limited", "any number of them", "CreateNamedPipeW")
            .creates()
            .createNamedPipe(
                name,
                Win32.PIPE_ACCESS_DUPLEX,
                0,
                Win32.PIPE_UNLIMITED_INSTANCES,
                100,
                200,
                0,
                null)
            .handle();
    owner
        .documented("pipe-info", "is told as 255", "GetNamedPipeInfo")
        .gives(new PipeInfo(Win32.PIPE_SERVER_END, 100, 200, 255))
        .getNamedPipeInfo(unlimited);
  }

  private static void instances(Play play, Actor owner) {
    String name = play.pipe("instances");
    Handle first = server(play, owner, "instances", 0, 0);
    owner
        .tested("pipe-instances-must-match", "an instance of one direction", PIPE_TEST)
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .createNamedPipe(name, Win32.PIPE_ACCESS_INBOUND, 0, 2, 100, 100, 0, null);
    Handle second =
        owner
            .tested("pipe-instances-counted", "a second one", OBJECT_TEST)
            .opensExisting()
            .createNamedPipe(name, Win32.PIPE_ACCESS_DUPLEX, 0, 2, 100, 100, 0, null)
            .handle();
    owner
        .documented("pipe-instances-counted", "there are two", "GetNamedPipeHandleStateW")
        .gives(new PipeState(0, 2))
        .getNamedPipeHandleState(first);
    owner
        .tested("pipe-instances-counted", "a third is one too many", PIPE_TEST)
        .fails(Win32Error.ERROR_PIPE_BUSY)
        .createNamedPipe(name, Win32.PIPE_ACCESS_DUPLEX, 0, 2, 100, 100, 0, null);
    owner
        .tested("pipe-instances-counted", "though of another direction", NT_PIPE_TEST)
        .fails(Win32Error.ERROR_PIPE_BUSY)
        .createNamedPipe(name, Win32.PIPE_ACCESS_OUTBOUND, 0, 2, 100, 100, 0, null);
    owner
        .documented("pipe-instances-counted", "one is closed", "CloseHandle")
        .succeeds()
        .closeHandle(second);
    owner
        .documented("pipe-instances-counted", "one is left", "GetNamedPipeHandleStateW")
        .gives(new PipeState(0, 1))
        .getNamedPipeHandleState(first);
    Handle other =
        owner
            .tested("pipe-instances-must-match", "type, sizes and maximum may differ", PIPE_TEST)
            .opensExisting()
            .createNamedPipe(
                name, Win32.PIPE_ACCESS_DUPLEX, Win32.PIPE_TYPE_MESSAGE, 3, 102, 24, 1234, null)
            .handle();
    owner
        .documented("pipe-instances-counted", "it is closed", "CloseHandle")
        .succeeds()
        .closeHandle(other);
    owner
        .documented("first-pipe-instance-denied", "one that must be the first", "CreateNamedPipeW")
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .createNamedPipe(
            name,
            Win32.PIPE_ACCESS_DUPLEX | Win32.FILE_FLAG_FIRST_PIPE_INSTANCE,
            0,
            2,
            100,
            100,
            0,
            null);
  }

  private static void access(Play play, Actor owner) {
    Handle duplex = server(play, owner, "duplex", 0, 0);
    owner.tested("pipe-server-access", "both directions", PIPE_TEST).findsAccess(duplex, 0x12019f);
    Handle inbound =
        owner
            .documented("pipe-created-inheritable", "inbound, inheritable", "CreateNamedPipeW")
            .creates()
            .createNamedPipe(
                play.pipe("inbound"),
                Win32.PIPE_ACCESS_INBOUND,
                0,
                1,
                100,
                100,
                0,
                SecurityAttributes.INHERITABLE)
            .handle();
    owner
        .documented("pipe-created-inheritable", "as asked for", "CreateNamedPipeW")
        .gives(Win32.HANDLE_FLAG_INHERIT)
        .getHandleInformation(inbound);
    owner.tested("pipe-server-access", "it can be read", PIPE_TEST).findsAccess(inbound, 0x120089);
    owner
        .tested("pipe-server-access", "and not written", NT_PIPE_TEST)
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .writeFile(inbound, message("x"));
    owner
        .tested("pipe-state-needs-access", "nor its mode set", DOT_NET_PIPES)
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .setNamedPipeHandleState(inbound, 0);
    Handle outbound =
        owner
            .documented("pipe-created-inheritable", "outbound, not inheritable", "CreateNamedPipeW")
            .creates()
            .createNamedPipe(
                play.pipe("outbound"), Win32.PIPE_ACCESS_OUTBOUND, 0, 1, 100, 100, 0, null)
            .handle();
    owner
        .tested("pipe-server-access", "it can be written", PIPE_TEST)
        .findsAccess(outbound, 0x120116);
    owner
        .tested("pipe-server-access", "and not read", NT_PIPE_TEST)
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .readFile(outbound, buffer(8));
    owner
        .tested("pipe-server-access", "nor asked", DOT_NET_PIPES)
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .getNamedPipeInfo(outbound);
    owner
        .tested("pipe-client-direction", "a client cannot write, either, to read", NT_PIPE_TEST)
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .createFile(
            play.pipe("inbound"), Win32.GENERIC_READ, 0, null, Win32.OPEN_EXISTING, 0, null);
    owner
        .tested("pipe-client-direction", "nor both", NT_PIPE_TEST)
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .createFile(play.pipe("inbound"), BOTH, 0, null, Win32.OPEN_EXISTING, 0, null);
    Handle client =
        owner
            .tested("pipe-client-direction", "but the one that is there", NT_PIPE_TEST)
            .succeeds()
            .createFile(
                play.pipe("inbound"), Win32.GENERIC_WRITE, 0, null, Win32.OPEN_EXISTING, 0, null);
    owner
        .tested("pipe-client-direction", "by which it writes", NT_PIPE_TEST)
        .gives(1)
        .writeFile(client, message("x"));
    Handle other = server(play, owner, "no access", 0, 0);
    Handle none =
        owner
            .tested("pipe-client-without-access", "a client may ask for no access", PIPE_TEST)
            .succeeds()
            .createFile(play.pipe("no access"), 0, 0, null, Win32.OPEN_EXISTING, 0, null);
    owner
        .tested("pipe-client-without-access", "and gets what each gets", PIPE_TEST)
        .findsAccess(none, 0x100080);
    owner
        .documented("pipe-client-without-access", "it is connected", "CreateFileW")
        .gives(ConnectState.ALREADY_CONNECTED)
        .connectNamedPipe(other, null);
    Handle reader =
        owner
            .tested("pipe-client-direction", "a client that reads", NT_PIPE_TEST)
            .succeeds()
            .createFile(
                play.pipe("outbound"), Win32.GENERIC_READ, 0, null, Win32.OPEN_EXISTING, 0, null);
    owner
        .tested("pipe-state-needs-access", "cannot set its mode", DOT_NET_PIPES)
        .fails(Win32Error.ERROR_ACCESS_DENIED)
        .setNamedPipeHandleState(reader, 0);
    owner
        .tested("pipe-device-opens", "without a name the device is opened", NT_PIPE_TEST)
        .succeeds()
        .createFile("\\\\.\\pipe", 0, 0, null, Win32.OPEN_EXISTING, 0, null);
  }
}
