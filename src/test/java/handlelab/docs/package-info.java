/**
 * The documents' own tests: what README.md and native-notes name must be there, and what they show
 * must work.
 *
 * <p>How a document is written so that this can be checked:
 *
 * <ul>
 *   <li>Links go to files of the project, and to headings that are there.
 *   <li>A code span that starts with a folder or file of the project's root, such as {@code
 *       `src/main/java`}, is a path and exists; one that starts with {@code handlelab.} is a
 *       package or class; {@code `Class.method`} of a class of the tests is a test.
 *   <li>A block of {@code sh}, or an indented or fenced one without a language that starts with a
 *       command, holds commands, one a line. Those of {@code handlelab} are run, one after the
 *       other, in a folder of the document's own, and end with exit code 0, or with that of a
 *       closing comment {@code # exit 3}. The build's and the gate's own commands must only be
 *       there.
 *   <li>A fenced block of {@code console} holds commands after {@code $ } and what they print. Each
 *       line must be in the output, in that order; numbers may differ, {@code ...} stands for
 *       anything.
 *   <li>The comment {@code <!-- together -->} before a block starts its commands at the same time.
 *       {@code <!-- shown: why -->} has them looked at only: the command and its options must stand
 *       in its help. So have commands in a code span.
 * </ul>
 *
 * <p>Anybody may run them; they start JVMs of their own and change nothing in the project.
 */
package handlelab.docs;
