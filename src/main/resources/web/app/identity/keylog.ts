import { hashText, sha256, utf8 } from './bytes.ts';
import { multikey } from './did.ts';
import { contentDocument, KEY_LOG_ENTRY, nameOf, signedMap } from './documents.ts';
import type { JsonObject } from './jcs.ts';
import type { Signer } from './proof.ts';

/** Where a device's chain ends for good. */
export type ChainEnd = { class: 'public' | 'private'; seq: number; hash: string };

/** The first entry of a key log as a map: it names the account and commits to the recovery key. */
export async function genesisMap(account: string, recoveryKey: Uint8Array): Promise<JsonObject> {
  return { type: 'KeyLogGenesis', account, recovery: hashText(await sha256(utf8(multikey(recoveryKey)))) };
}

/** The first entry, signed, and its name. */
export async function genesis(authority: Signer, recoveryKey: Uint8Array, now: Date): Promise<{ document: JsonObject; name: string }> {
  const map = await genesisMap(authority.did, recoveryKey);
  return { document: await contentDocument(KEY_LOG_ENTRY, map, authority, now), name: await nameOf(map) };
}

/** The recovery key commits to the next one, and changes nothing else: in its own repository, by its own word alone. */
export async function recoveryWord(
  recovery: Signer,
  publicKey: Uint8Array,
  says: { account: string; genesis: string; previous: string; nextRecovery: string },
  now: Date,
): Promise<JsonObject> {
  const map = await signedMap({ type: 'KeyLogRecovery', ...says, recoveryKey: multikey(publicKey), add: [], revoke: [] }, recovery);
  return contentDocument(KEY_LOG_ENTRY, map, recovery, now);
}

/** The recovery key is lost, and this is the next: it counts after 30 days, unless the lost one objects. */
export async function recoveryReplacement(authority: Signer, genesis: string, previous: string, nextRecovery: string, now: Date): Promise<JsonObject> {
  return contentDocument(KEY_LOG_ENTRY, { type: 'RecoveryReplacement', account: authority.did, genesis, previous, nextRecovery }, authority, now);
}

/** A device may speak for the account. */
export async function deviceAddition(authority: Signer, genesis: string, device: string, now: Date): Promise<JsonObject> {
  return contentDocument(KEY_LOG_ENTRY, { type: 'DeviceAddition', account: authority.did, genesis, device }, authority, now);
}

/** A device may speak no more; what it published up to these ends stays. */
export async function deviceRevocation(authority: Signer, genesis: string, device: string, closed: ChainEnd[], now: Date): Promise<JsonObject> {
  return contentDocument(KEY_LOG_ENTRY, { type: 'DeviceRevocation', account: authority.did, genesis, device, closed }, authority, now);
}
