/**
 * What a watched program opens and closes, recorded inside its own JVM: who opened which handle
 * value, or which file or socket of the JDK, who closed it, and what its children got.
 *
 * <p>Used by the agent, in the watched JVM, and by the launcher, which reads what was recorded. It
 * uses the JDK only, and loads no native code. {@link handlelab.recorder.Recorder} may be called
 * from any thread and takes no lock while the program's own call runs.
 */
package handlelab.recorder;
