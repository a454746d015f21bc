package handlelab.jmh;

import java.nio.ByteBuffer;
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

/** One message written and one read, behind others that wait. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class MessageBenchmark {
  @Param("64")
  public int bytes;

  @Param("0")
  public int waiting;

  private Machine machine;
  private ByteBuffer buffer;

  @Setup
  public void fill() {
    machine = new Machine();
    buffer = ByteBuffer.allocate(bytes);
    for (int i = 0; i < waiting; i++) {
      machine.kernel32.writeFile(machine.client, buffer.clear());
    }
  }

  @Benchmark
  public int writeAndRead() {
    machine.kernel32.writeFile(machine.client, buffer.clear());
    return machine.kernel32.readFile(machine.slot, buffer.clear());
  }

  @TearDown
  public void check() {
    if (machine.kernel32.getMailslotInfo(machine.slot).messageCount() != waiting) {
      throw new IllegalStateException("a message was lost");
    }
    machine.close();
  }
}
