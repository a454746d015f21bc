/**
 * The command {@code handlelab}: finding the command, and the commands that no other program needs.
 *
 * <p>Only the launchers and the JVM call this package. {@link handlelab.cli.Main} builds the one
 * command that it runs, and loads no class of another one.
 */
package handlelab.cli;
