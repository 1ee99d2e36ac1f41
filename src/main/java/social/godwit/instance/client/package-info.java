/**
 * The reference FEP-ae97 client as a library: it holds the owner's keys, builds and signs documents, and talks to the
 * account's gateways. The command line, a web app's back end and the migration engine drive the same classes. It needs
 * nothing of the server: identity-did, commonmark and the JDK.
 */
@NullMarked
package social.godwit.instance.client;

import org.jspecify.annotations.NullMarked;
