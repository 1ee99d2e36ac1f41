/** From what a person types (Markdown, mentions, hashtags) to the HTML that is published. */
@NullMarked
package social.godwit.instance.client.text;

import org.jspecify.annotations.NullMarked;
