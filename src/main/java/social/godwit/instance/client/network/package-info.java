/** Taking part in networks: charters, proposals and votes as files, and to and from the servers that host them. */
@NullMarked
package social.godwit.instance.client.network;

import org.jspecify.annotations.NullMarked;
