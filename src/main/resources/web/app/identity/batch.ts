import { CHECKPOINT, contentDocument, hashOf, lines, nameOf, PUBLIC, signedMap } from './documents.ts';
import type { Bytes } from './bytes.ts';
import type { JsonObject } from './jcs.ts';
import type { Signer } from './proof.ts';

/** Each device keeps one chain of what everyone may see, and one of all else. */
export type ChainClass = 'public' | 'private';

/** How far a chain has come; `seq` 0 for one that has not begun. */
export type ChainHead = { seq: number; hash: string; count: number };

/** The newest link that is known of another device's chain. */
export type Link = { device: string; seq: number; hash: string };

/** Documents that are published together, and the chains after the checkpoints that list them. */
export type Batch = { bytes: Bytes; after: Partial<Record<ChainClass, ChainHead>>; checkpoints: string[] };

/** Lists signed documents on top of the chains of a device: one checkpoint for each class that occurs. */
export async function batchOf(
  authority: Signer,
  device: Signer,
  chains: Partial<Record<ChainClass, ChainHead>>,
  others: Partial<Record<ChainClass, Link[]>>,
  documents: JsonObject[],
  now: Date,
): Promise<Batch> {
  const added: Partial<Record<ChainClass, string[]>> = {};
  for (const document of documents) {
    (added[isPublic(document) ? 'public' : 'private'] ??= []).push(await hashOf(document));
  }
  const all = [...documents];
  const after: Batch['after'] = {};
  const checkpoints: string[] = [];
  for (const chain of ['public', 'private'] as const) {
    const hashes = added[chain];
    if (!hashes) {
      continue;
    }
    const head = chains[chain] ?? { seq: 0, hash: '', count: 0 };
    const map: JsonObject = {
      type: 'Checkpoint',
      account: authority.did,
      device: device.did,
      class: chain,
      seq: head.seq + 1,
      ...(head.seq ? { previous: head.hash } : {}),
      added: hashes,
      count: head.count + hashes.length,
      others: [...(others[chain] ?? [])].sort((one, other) => (one.device < other.device ? -1 : 1)),
    };
    const document = await contentDocument(CHECKPOINT, await signedMap(map, device), authority, now, { private: chain === 'private' });
    after[chain] = { seq: head.seq + 1, hash: await nameOf(map), count: head.count + hashes.length };
    checkpoints.push(document['id'] as string);
    all.push(document);
  }
  return { bytes: lines(all), after, checkpoints };
}

/** Whether everyone may see a document: an actor, an entry of the key log, and what is addressed to Public. */
export function isPublic(document: JsonObject): boolean {
  if ('inbox' in document || document['type'] === 'KeyLogEntry') {
    return true;
  }
  const kept = document['type'] === 'Block' || document['type'] === 'Ignore';
  return !kept && [document['to'], document['cc']].flat().includes(PUBLIC);
}
