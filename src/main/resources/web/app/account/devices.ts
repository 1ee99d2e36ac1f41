import { api } from '../shell/api.ts';
import { isSignedBy, lines, nameOf } from '../identity/documents.ts';
import type { JsonObject } from '../identity/jcs.ts';
import { deviceRevocation, type ChainEnd } from '../identity/keylog.ts';
import { signerOf } from '../identity/proof.ts';
import type { Owner } from './owners.ts';
import { signedRequest } from './publish.ts';
import { recoveryOf, wordsOf } from './recovery.ts';

/** A device of an account, by the key log. */
export type Device = { did: string; added: string; revoked?: string };

type Log = { genesis?: string; entries: JsonObject[]; links?: JsonObject[] };
type Map = JsonObject & { type: string };

/** The devices of an account, the newest first. What is not signed as it must be is left out, whatever the server says. */
export async function devicesOf(owner: Owner): Promise<Device[]> {
  const { entries } = await api.get<Log>(`/.well-known/apgateway-keylog/${owner.did}`, { fresh: true });
  const devices: Record<string, Device> = {};
  const add = (did: string, at: string) => (devices[did] ??= { did, added: at });
  const revoke = (did: string, at: string) => ((devices[did] ??= { did, added: at }).revoked ??= at);
  for (const { document, map, at } of wordsOf(entries)) {
    const own = map['genesis'] === owner.genesis && map['account'] === owner.did && (await signerOf(document)) === owner.did;
    if (own && map.type === 'DeviceAddition') {
      add(String(map['device']), at);
    } else if (own && map.type === 'DeviceRevocation') {
      revoke(String(map['device']), at);
    }
  }
  for (const { map, at } of (await recoveryOf(owner, entries)).words) {
    [map['add']].flat().forEach(did => did && add(String(did), at));
    [map['revoke']].flat().forEach(one => one && revoke(String((one as JsonObject)['device']), at));
  }
  return Object.values(devices).sort((one, other) => (one.added < other.added ? 1 : -1));
}

/** A device may speak no more. What it published, as far as this server knows, stays. */
export async function revoke(owner: Owner, device: string): Promise<void> {
  const [log, own] = await Promise.all([
    api.get<Log>(`/.well-known/apgateway-keylog/${owner.did}`, { fresh: true }),
    signedRequest<{ links?: JsonObject[] }>(owner.device, 'GET', `/client/v1/${owner.did}/links`),
  ]);
  const ends: Partial<Record<string, ChainEnd>> = {};
  for (const document of [...(log.links ?? []), ...(own.links ?? [])]) {
    const map = document['checkpoint'] as Map | undefined;
    if (map?.['device'] !== device || !(await isSignedBy(map, device)) || (await signerOf(document)) !== owner.did) {
      continue;
    }
    const end: ChainEnd = { class: map['class'] as ChainEnd['class'], seq: Number(map['seq']), hash: await nameOf(map) };
    if (end.seq > (ends[end.class]?.seq ?? 0)) {
      ends[end.class] = end;
    }
  }
  const closed = (['public', 'private'] as const).flatMap(chain => ends[chain] ?? []);
  const entry = await deviceRevocation(owner.authority, owner.genesis, device, closed, new Date());
  await api.send('POST', `/.well-known/apgateway/${owner.did}/actor/outbox`, {
    body: lines([entry]),
    headers: { 'Content-Type': 'application/x-ndjson' },
  });
}
