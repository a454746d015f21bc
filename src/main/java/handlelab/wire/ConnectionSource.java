package handlelab.wire;

/** Says which connection the calling thread's next call goes over. */
@FunctionalInterface
public interface ConnectionSource {
  /**
   * The connection of the calling thread.
   *
   * @throws ConnectionLostException where there is none and none can be made
   */
  WireConnection connection();
}
