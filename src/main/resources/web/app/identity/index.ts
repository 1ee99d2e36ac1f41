// Everything about keys, documents and signatures, as one module: what the vectors of the Java tests are run against in a browser.
export * from './actor.ts';
export * from './bag.ts';
export * from './batch.ts';
export * from './bytes.ts';
export * from './did.ts';
export * from './documents.ts';
export * from './jcs.ts';
export * from './keylog.ts';
export * from './keys.ts';
export * from './multibase.ts';
export * from './paper.ts';
export * from './passphrase.ts';
export * from './proof.ts';
export * from './request.ts';
export * as sealed from './sealed.ts';
