import { sha256, type Bytes } from './bytes.ts';
import { below } from './keys.ts';

const BITS = 11;

/** How many words a recovery kit has. */
export const WORDS = 24;

/** The 2,048 English words of BIP-39, in their order. Loaded when they are needed. */
export async function wordList(): Promise<readonly string[]> {
  const { default: text } = await import('../../vendor/words/english.txt');
  return text.trim().split(/\s+/);
}

/** A key's 32 bytes as 24 words, of which the last holds eight bits of their SHA-256 as a checksum (BIP-39 for 256 bits). */
export async function paperWords(seed: Bytes): Promise<string[]> {
  const list = await wordList();
  const bytes = Uint8Array.of(...seed, (await sha256(seed))[0] as number);
  return Array.from({ length: WORDS }, (_, word) => {
    let number = 0;
    for (let bit = word * BITS; bit < (word + 1) * BITS; bit++) {
      number = (number << 1) | (((bytes[bit >> 3] as number) >> (7 - (bit & 7))) & 1);
    }
    return list[number] as string;
  });
}

/**
 * The 32 bytes of a key from its words, of which the first four letters suffice; else the place, from 1 on, of one that is in no list
 * (or that is missing), or `together` when all are, and they do not belong together.
 */
export async function paperSeed(words: string[]): Promise<Bytes | number | 'together'> {
  const list = await wordList();
  const bytes = new Uint8Array((WORDS * BITS) / 8);
  for (let word = 0; word < WORDS; word++) {
    const typed = words[word] ?? '';
    const number = list.findIndex(one => one === typed || (typed.length >= 4 && one.startsWith(typed)));
    if (number < 0) {
      return word + 1;
    }
    for (let i = 0; i < BITS; i++) {
      const bit = word * BITS + i;
      (bytes[bit >> 3] as number) |= ((number >> (BITS - 1 - i)) & 1) << (7 - (bit & 7));
    }
  }
  const seed = bytes.slice(0, -1);
  return words.length === WORDS && (await sha256(seed))[0] === bytes.at(-1) ? seed : 'together';
}

/** Two places of a kit, in order and by chance: whose words are asked for, to see that they were written down. */
export function askedOf(): [number, number] {
  const first = below(WORDS);
  const second = (first + 1 + below(WORDS - 1)) % WORDS;
  return [Math.min(first, second), Math.max(first, second)];
}
