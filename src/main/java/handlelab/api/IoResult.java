package handlelab.api;

/**
 * The result of a read, a write or another overlapped operation.
 *
 * @param state whether the operation is done
 * @param bytes how many were moved; 0 while pending
 */
public record IoResult(IoState state, int bytes) {}
