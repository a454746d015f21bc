/**
 * The questions: one file each, on the public contract, readable by somebody who knows Windows and
 * little Java.
 *
 * <p>Sources are named short: a page of Microsoft Learn by its title, {@code wine ...} and {@code
 * reactos ...} for a test of those projects by its path, which is run on Windows too.
 */
package handlelab.story.scenarios;
