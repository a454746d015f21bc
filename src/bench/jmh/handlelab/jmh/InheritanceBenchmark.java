package handlelab.jmh;

import handlelab.api.Handle;
import handlelab.api.ProcessInformation;
import handlelab.api.Win32;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** One {@code CreateProcessW} whose child inherits every row of its creator's table. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class InheritanceBenchmark {
  private static final String CHILD = "child.exe";

  @Param("1000000")
  public int rows;

  private Machine machine;
  private Handle lastRow;
  private ProcessInformation child;

  @Setup
  public void build() {
    machine = new Machine();
    machine.kernel.install(CHILD, (kernel32, arguments) -> 0);
    lastRow = new Handle(machine.addRows(rows, true) + 4L * (rows - 1));
  }

  @Benchmark
  public ProcessInformation createProcess() {
    child =
        machine.kernel32.createProcess(
            null, CHILD, null, null, true, Win32.CREATE_SUSPENDED, null, null, null);
    return child;
  }

  /** What the child has at the value of the last row can be had from it: it did inherit. */
  @TearDown(Level.Invocation)
  public void endChild() {
    Handle self = machine.kernel32.getCurrentProcess();
    machine.kernel32.closeHandle(
        machine.kernel32.duplicateHandle(
            child.process(), lastRow, self, 0, false, Win32.DUPLICATE_SAME_ACCESS));
    machine.kernel32.terminateProcess(child.process(), 0);
    machine.kernel32.closeHandle(child.process());
    machine.kernel32.closeHandle(child.thread());
  }

  @TearDown
  public void close() {
    machine.close();
  }
}
