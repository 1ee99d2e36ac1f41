import argon2 from '../vendor/hash-wasm/package/dist/argon2.umd.min.js';

/** What the worker is asked: bytes as they are. */
export type Stretching = { passphrase: Uint8Array; salt: Uint8Array };

/**
 * A worker that runs Argon2id (RFC 9106) with the constants of docs/key-bag.md: 64 MiB, three passes, one lane, 32 bytes. It answers
 * one question with the bytes and is then ended: the passphrase lives no longer than that.
 */
addEventListener('message', (event: MessageEvent<Stretching>) => {
  void argon2
    .argon2id({
      password: event.data.passphrase,
      salt: event.data.salt,
      memorySize: 64 * 1024,
      iterations: 3,
      parallelism: 1,
      hashLength: 32,
      outputType: 'binary',
    })
    .then(root => postMessage(root));
});
