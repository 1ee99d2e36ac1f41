import { sha256, type Bytes } from './bytes.ts';

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
