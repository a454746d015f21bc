/**
 * The frame of every command: what a command line may hold ({@link handlelab.command.Usage}), its
 * parser ({@link handlelab.command.Arguments}), standard streams, exit codes, and the one place
 * that runs a command and reports its failure ({@link handlelab.command.Command}).
 *
 * <p>{@code mail} and {@code cli} use this package. It has no command-line library, and no lambda
 * or stream on the way of {@code --help} and {@code send}: these commands start often and must
 * start soon, and a library costs more than the rest of the start (see native-notes). One thread.
 */
package handlelab.command;
