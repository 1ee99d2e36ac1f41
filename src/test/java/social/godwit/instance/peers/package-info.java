/**
 * Real, independent servers that Godwit's tests talk to over HTTPS: Fedify (npm), snac2 (Debian), and further Godwits as
 * processes of their own.
 *
 * <p>How they find and trust each other without a change to the machine: {@link social.godwit.instance.peers.PeerNetwork}
 * gives every host name ({@code fedify.test}, {@code snac.test}, {@code godwit.test} …) a loopback address of its own,
 * taken from a block that is named after this process, so that test runs do not meet; all listen on port 443 where this
 * user may, else on 8443. Names are resolved from one hosts file: Node through a patched {@code dns.lookup}
 * ({@code wire.mjs}), snac2 through {@code /etc/hosts} of its own folder, the JVM through {@code jdk.net.hosts.file}.
 * Certificates come from {@link social.godwit.instance.peers.TestAuthority}, which each is told to trust:
 * {@code NODE_EXTRA_CA_CERTS}, the certificate bundle in snac2's folder, {@code GODWIT_REMOTE_TRUST}.
 *
 * <p>What has to be installed is installed by {@code src/test/peers/install.sh} at first use. Where that is impossible the
 * tests are skipped with the reason; with {@code CI=true} they fail.
 */
package social.godwit.instance.peers;
