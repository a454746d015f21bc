/**
 * Coverage-guided fuzzing: what is fuzzed, and the inputs that have been of interest.
 *
 * <p>A target is a class of the tests with {@code fuzzerTestOneInput(byte[])}, in the package of
 * what it tries; it throws where a promise is broken. {@code tools/fuzz} gives them to Jazzer,
 * which looks for inputs that reach new code. What it finds is kept as lines of text in the tests'
 * resources, one file for each target: {@link handlelab.fuzz.Corpus} packs and unpacks them, and
 * {@link handlelab.fuzz.CorpusTest} tries each of them again in every build, without Jazzer.
 */
package handlelab.fuzz;
