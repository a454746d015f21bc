/**
 * What holds for the whole program: which package may use which, and that a simulated kernel is
 * used without loading any native code.
 */
package handlelab.arch;
