package handlelab.jmh;

import handlelab.api.Handle;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * A call that finds a row of a table by its handle, the rows in random order, next to an array that
 * is looked up in the same order.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class LookUpBenchmark {
  @Param("1000000")
  public int rows;

  private Machine machine;
  private long firstValue;
  private int[] array;
  private long random = 88172645463325252L;

  @Setup
  public void build() {
    machine = new Machine();
    firstValue = machine.addRows(rows, false);
    array = new int[rows];
  }

  /** Marsaglia's xorshift, scaled: what both sides do before they look. */
  private int nextIndex() {
    random ^= random << 13;
    random ^= random >>> 7;
    random ^= random << 17;
    return (int) ((random >>> 33) * rows >>> 31);
  }

  @Benchmark
  public int handleInformation() {
    return machine.kernel32.getHandleInformation(new Handle(firstValue + 4L * nextIndex()));
  }

  @Benchmark
  public int array() {
    return array[nextIndex()];
  }

  /** Waits for each row before it looks for the next: all flags are 0, but only memory knows. */
  @Benchmark
  public int handleInformationInTurn() {
    int flags = handleInformation();
    random += flags;
    return flags;
  }

  /** As above. */
  @Benchmark
  public int arrayInTurn() {
    int value = array();
    random += value;
    return value;
  }

  /** Each row by a call of its own, as the bar on 16,000,000 rows has it. */
  @TearDown
  public void closeAll() {
    for (int i = 0; i < rows; i++) {
      machine.kernel32.closeHandle(new Handle(firstValue + 4L * i));
    }
    machine.close();
  }
}
