/**
 * Windows kernel handles: mailslots, inheritance and {@code DuplicateHandle}, on the real kernel32
 * and on a simulated one.
 *
 * <p>{@link handlelab.backend.Backends} opens a kernel, {@link handlelab.api.Kernel32} has its
 * functions, and {@link handlelab.lib} closeable objects above them. {@link handlelab.sim} boots a
 * simulated machine inside one JVM, {@link handlelab.inspect} reports who holds which handle and
 * why, and {@link handlelab.junit} makes tests of that.
 *
 * <p>JUnit is needed by the users of {@link handlelab.junit} only, and Gson by those who write or
 * read reports as JSON. The commands run on the class path.
 */
@SuppressWarnings("requires-automatic") // JNA's jar has a module's name, but no description
module handlelab {
  requires com.sun.jna;
  requires jdk.net;
  requires static com.google.gson;
  requires static java.instrument;
  requires static jdk.attach;
  requires static org.junit.jupiter.api;
  requires static org.junit.platform.launcher;
  requires static org.objectweb.asm;

  exports handlelab.api;
  exports handlelab.backend;
  exports handlelab.inspect;
  exports handlelab.junit;
  exports handlelab.lib;
  exports handlelab.sim;

  // No services for JUnit: a module that provides one does not start without JUnit. On the class
  // path META-INF/services has them.

  // Gson makes records of snapshots.
  opens handlelab.inspect to
      com.google.gson;

  // JNA reads and writes the fields of structures.
  opens handlelab.real to
      com.sun.jna;
}
