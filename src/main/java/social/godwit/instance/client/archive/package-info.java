/**
 * What an owner brings along from an account elsewhere, and takes along to one: archives as Mastodon writes them, archives of
 * FEP-6fcd, lists in CSV, and the whole of the signed documents. Everything that is read here may be hostile.
 */
@NullMarked
package social.godwit.instance.client.archive;

import org.jspecify.annotations.NullMarked;
