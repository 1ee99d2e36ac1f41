/** Words that stand for numbers: passphrases and recovery kits that a person can write down. */
@NullMarked
package social.godwit.instance.client.words;

import org.jspecify.annotations.NullMarked;
