import { below } from '../identity/keys.ts';
import { wordList } from '../identity/paper.ts';
import { normal } from '../identity/passphrase.ts';

const WORDS = 5;

/** The fewest characters of a passphrase of one's own. */
export const SHORTEST = 8;

/** Five words by chance: 2⁵⁵ possibilities, which withstand guessing at a stolen bag (docs/key-bag.md). */
export async function offered(): Promise<string> {
  const list = await wordList();
  return Array.from({ length: WORDS }, () => list[below(list.length)]).join(' ');
}

/** How well a passphrase would withstand guessing, from 0 (at once) to 4 (beyond anybody). */
export type Strength = 0 | 1 | 2 | 3 | 4;

/**
 * A careful estimate in bits: what is repeated, in sequence, or among what everybody takes, counts for little; words of the list count
 * as eleven bits each. An attacker with a stolen bag and a hundred machines tries some 2³² a year.
 */
export async function strengthOf(passphrase: string): Promise<Strength> {
  const bits = bitsOf(normal(passphrase), new Set(await wordList()));
  return bits < 20 ? 0 : bits < 30 ? 1 : bits < 42 ? 2 : bits < 55 ? 3 : 4;
}

function bitsOf(text: string, words: ReadonlySet<string>): number {
  const parts = text.toLowerCase().split(/[\s\-_.,]+/).filter(Boolean);
  const distinct = new Set(parts);
  if (parts.length > 1 && parts.every(part => /^\p{L}{3,}$/u.test(part))) {
    return [...distinct].reduce((sum, part) => sum + (words.has(part) ? 11 : Math.min(characters(part), 13)), 0);
  }
  return characters(text);
}

/** Bits of single characters: 3 for the first of a kind, 1 for one that follows or repeats the one before; names of years as a whole. */
function characters(text: string): number {
  const rest = text.replace(/(19|20)\d\d/g, 'Y');
  let bits = 0;
  const seen = new Set<string>();
  for (let i = 0; i < rest.length; i++) {
    const code = rest.charCodeAt(i);
    const step = i ? Math.abs(code - rest.charCodeAt(i - 1)) : 9;
    const kind = /[a-z]/i.test(rest[i] as string) ? 3 : /\d/.test(rest[i] as string) ? 2.5 : 4;
    bits += step <= 1 ? 0.5 : seen.has(rest[i] as string) ? kind / 2 : kind;
    seen.add(rest[i] as string);
  }
  return COMMON.some(one => text.toLowerCase().includes(one)) ? bits / 2 : bits;
}

const COMMON = ['pass', 'word', 'qwert', 'asdf', 'admin', 'letmein', 'love', 'hallo', 'hello', 'welcome', 'monkey', 'dragon', 'iloveyou', 'abc'];
