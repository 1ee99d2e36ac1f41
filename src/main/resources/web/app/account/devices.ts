import { api } from '../shell/api.ts';
import { hashText, sha256, utf8 } from '../identity/bytes.ts';
import { isSignedBy, lines, nameOf } from '../identity/documents.ts';
import type { JsonObject } from '../identity/jcs.ts';
import { deviceRevocation, type ChainEnd } from '../identity/keylog.ts';
import { signerOf } from '../identity/proof.ts';
import type { Owner } from './owners.ts';
import { signedRequest } from './publish.ts';

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
  const recoveries: { map: Map; at: string }[] = [];
  let commitment = '';
  for (const document of entries) {
    const map = document['entry'] as Map;
    const at = String((document['proof'] as JsonObject | undefined)?.['created'] ?? '');
    if (map.type === 'KeyLogRecovery') {
      recoveries.push({ map, at });
      continue;
    }
    if ((await signerOf(document)) !== owner.did || map['account'] !== owner.did) {
      continue;
    }
    if (map.type === 'KeyLogGenesis' && (await nameOf(map)) === owner.genesis) {
      commitment = String(map['recovery']);
    } else if (map['genesis'] === owner.genesis) {
      if (map.type === 'DeviceAddition') {
        add(String(map['device']), at);
      } else if (map.type === 'DeviceRevocation') {
        revoke(String(map['device']), at);
      }
    }
  }
  await recovered(recoveries, owner.genesis, commitment, add, revoke);
  return Object.values(devices).sort((one, other) => (one.added < other.added ? 1 : -1));
}

/** Follows the words of the recovery key from the beginning: each was committed to by the one before. */
async function recovered(
  recoveries: { map: Map; at: string }[],
  genesis: string,
  commitment: string,
  add: (did: string, at: string) => void,
  revoke: (did: string, at: string) => void,
): Promise<void> {
  let head = genesis;
  for (let next = commitment; ; ) {
    const found = await first(recoveries, async ({ map }) => {
      const key = String(map['recoveryKey']);
      return map['genesis'] === genesis && map['previous'] === head && hashText(await sha256(utf8(key))) === next && (await isSignedBy(map, `did:key:${key}`));
    });
    if (!found) {
      return;
    }
    [found.map['add']].flat().forEach(did => did && add(String(did), found.at));
    [found.map['revoke']].flat().forEach(one => one && revoke(String((one as JsonObject)['device']), found.at));
    head = await nameOf(found.map);
    next = String(found.map['nextRecovery']);
  }
}

async function first<T>(all: T[], test: (one: T) => Promise<boolean>): Promise<T | undefined> {
  for (const one of all) {
    if (await test(one)) {
      return one;
    }
  }
  return undefined;
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
