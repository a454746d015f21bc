package handlelab.contract;

import handlelab.api.HandleTables;
import handlelab.api.Kernel32;
import java.util.Map;

/** A kernel under test, with one process of it that the test itself plays. */
interface Machine extends AutoCloseable {
  /** What not every machine has; a test that needs it is skipped elsewhere. */
  enum Capability {
    /** Images of processes are files of the host, with folders and files that are no programs. */
    HOST_FILES,
    /** Tables hold nothing, and objects are held by nobody, beside what the test did. */
    TABLES_OF_THEIR_OWN
  }

  /** Makes calls for the process that the test plays. */
  Kernel32 kernel32();

  HandleTables handleTables();

  boolean has(Capability capability);

  /** Id of a statement to the reason why this machine is known to answer otherwise than Windows. */
  Map<String, String> knownDifferences();

  /** Whether this is a Windows of which nothing is known yet but what the documents say. */
  boolean isUnrecordedWindows();

  /** Starts a child that the test can drive, by a call of {@code creator}. */
  TestProcess start(Kernel32 creator, Launch launch);

  /** The name by which {@code createProcess} finds the program of {@link #start}. */
  String imageName();

  /** Ends all children and the process that the test plays. */
  @Override
  void close();
}
