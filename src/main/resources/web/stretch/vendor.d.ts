// The two libraries that the build fetches, as far as they are used.
declare module '*/argon2.umd.min.js' {
  const argon2: {
    argon2id(options: {
      password: Uint8Array;
      salt: Uint8Array;
      memorySize: number;
      iterations: number;
      parallelism: number;
      hashLength: number;
      outputType: 'binary';
    }): Promise<Uint8Array>;
  };
  export default argon2;
}

declare module '*/chacha.js' {
  /** RFC 8439. `decrypt` throws when the tag does not fit. */
  export function chacha20poly1305(
    key: Uint8Array,
    nonce: Uint8Array,
    associated: Uint8Array,
  ): { encrypt(plain: Uint8Array): Uint8Array<ArrayBuffer>; decrypt(sealed: Uint8Array): Uint8Array<ArrayBuffer> };
}

declare module '*.txt' {
  const text: string;
  export default text;
}
