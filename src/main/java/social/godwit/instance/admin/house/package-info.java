/** What whoever runs the server decides about it while it runs, and tells everybody: sign-up, announcements, closing. */
@NullMarked
package social.godwit.instance.admin.house;

import org.jspecify.annotations.NullMarked;
