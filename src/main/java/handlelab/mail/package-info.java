/**
 * Two programs that talk over a mailslot, alone or through children that inherited a handle: {@link
 * handlelab.mail.MailReceiver} and {@link handlelab.mail.MailSender}.
 *
 * <p>The command line and the demo may use this package. It uses the command frame, the library
 * classes and a backend. Messages go to standard output, everything else to standard error, so that
 * pipes work. Each program is one thread; a shutdown hook and, in a child, a thread that watches
 * the parent stand beside it.
 */
package handlelab.mail;
