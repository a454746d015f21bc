/** Holds the benchmark programs to the project that they measure. */
package handlelab.bench;
