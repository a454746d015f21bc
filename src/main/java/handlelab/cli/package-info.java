/**
 * The command {@code handlelab}: finding the subcommand, and the subcommands that no other program
 * needs.
 *
 * <p>Nobody calls this package but the launchers and the JVM. {@link handlelab.cli.Main} loads the
 * classes of the one subcommand that it runs; picocli is loaded by those that have many options,
 * not by {@code send} and {@code receive}, which must start soon.
 */
package handlelab.cli;
