/**
 * Faults: the shared simulated kernel is killed, cut off, filled up and crowded, and what is left
 * of it is checked each time.
 *
 * <p>All of it is black box: the programs, the sockets, the processes of the host. A {@code Link}
 * stands between one process and the server, counts the bytes of their conversation and cuts it
 * after a chosen one, which no code under test can tell from a {@code kill -9}; a {@code Story} is
 * what a process was doing; a {@code World} is the server with those who must not notice.
 * Everything random comes from the seed, and each fault has a number with which it is played alone.
 *
 * <p>{@code handlelab.faults.Faults}, {@code handlelab.faults.ColdStarts} and {@code
 * handlelab.faults.Soak} are programs ({@code tools/faults}, {@code tools/cold-starts}, {@code
 * tools/soak}); a short test of each is in the gate.
 */
package handlelab.faults;
