const BASE58 = '123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz';

/** Longer texts are refused: the conversion takes time that grows with the square of the length. */
const MOST = 1_000;

/** Bytes as multibase base58btc, which begins with z. */
export function toMultibase(bytes: Uint8Array): string {
  const digits: number[] = [];
  for (const byte of bytes) {
    let carry = byte;
    for (let i = 0; i < digits.length; i++) {
      carry += (digits[i] as number) * 256;
      digits[i] = carry % 58;
      carry = Math.floor(carry / 58);
    }
    for (; carry > 0; carry = Math.floor(carry / 58)) {
      digits.push(carry % 58);
    }
  }
  return 'z' + '1'.repeat(leading(bytes)) + digits.reverse().map(digit => BASE58[digit]).join('');
}

/** The bytes of a multibase text in base58btc; nothing when it is none, or longer than `most` characters. */
export function ofMultibase(text: string, most: number = MOST): Uint8Array<ArrayBuffer> | undefined {
  if (!text.startsWith('z') || text.length > most) {
    return undefined;
  }
  const bytes: number[] = [];
  for (const letter of text.slice(1)) {
    let carry = BASE58.indexOf(letter);
    if (carry < 0) {
      return undefined;
    }
    for (let i = 0; i < bytes.length; i++) {
      carry += (bytes[i] as number) * 58;
      bytes[i] = carry & 0xff;
      carry >>= 8;
    }
    for (; carry > 0; carry >>= 8) {
      bytes.push(carry & 0xff);
    }
  }
  const ones = /^1*/.exec(text.slice(1))?.[0].length ?? 0;
  return Uint8Array.from([...new Array<number>(ones).fill(0), ...bytes.reverse()]);
}

function leading(bytes: Uint8Array): number {
  const first = bytes.findIndex(byte => byte !== 0);
  return first < 0 ? bytes.length : first;
}
