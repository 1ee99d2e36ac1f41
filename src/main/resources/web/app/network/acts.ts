import { hashText, sha256, utf8 } from '../identity/bytes.ts';
import { CONTEXT, hashOf, nameOf, PUBLIC, seconds } from '../identity/documents.ts';
import type { JsonObject } from '../identity/jcs.ts';
import { signed, type Signer } from '../identity/proof.ts';
import { idsOf, newName, publish } from '../account/publish.ts';
import type { Owner } from '../account/owners.ts';
import type { Charter } from './charter.ts';

/** What somebody says in a network's affairs, without who says it: see docs/networks.md, "Acts". */
export type Act =
  | { type: 'Proposal'; charter: JsonObject; reason: string; roll?: string; closes?: string }
  | { type: 'Approval'; subject: string }
  | { type: 'Roll'; members: string[] }
  | { type: 'Ballot'; proposal: string; choice: Choice }
  | { type: 'Tally'; proposal: string; ballots: string[] }
  | { type: 'Emergency'; charter: string; power: string; ends: string; reason: string }
  | { type: 'Report'; emergency: string; text: string }
  | { type: 'Reversal'; ruling: string; reason: string };

export type Choice = 'yes' | 'no' | 'abstain';

/** An act as a document for everybody, signed by its author, and named after what it says. */
export async function signedAct(act: Act, network: string, author: Signer, at: Date): Promise<JsonObject> {
  const map: JsonObject = { ...(act as JsonObject), network, at: seconds(at), by: author.did };
  const document: JsonObject = {
    '@context': CONTEXT,
    id: `ap://${author.did}/acts/${await nameOf(map)}`,
    type: 'NetworkAct',
    attributedTo: author.did,
    to: [PUBLIC],
    network,
    act: map,
  };
  return signed(document, author, new Date(seconds(at)));
}

/**
 * Signs these acts with the account's own key, and publishes them together.
 *
 * @param at what times in the acts are counted from: a vote that was opened a second later would be open for too short a time
 */
export async function say(did: string, network: string, acts: Act[], at = new Date()): Promise<void> {
  await publish(did, owner => Promise.all(acts.map(act => signedAct(act, network, owner.authority, at))));
}

/** Joins a network under the charter that was read. */
export async function join(did: string, network: string, charter: string): Promise<void> {
  await publish(did, async owner => {
    const now = new Date();
    const ids = idsOf(owner);
    const document: JsonObject = {
      '@context': CONTEXT,
      id: ids.at(`/activities/${newName(owner)}`),
      type: 'Join',
      actor: ids.actor,
      object: network,
      network,
      charter,
      published: seconds(now),
      to: [PUBLIC],
    };
    return [await signed(document, owner.authority, now)];
  });
}

/** Leaves a network: the document with which one joined is deleted. */
export async function leave(did: string, joined: JsonObject): Promise<void> {
  await publish(did, async owner => {
    const created = Date.parse(String((joined['proof'] as JsonObject | undefined)?.['created']));
    const now = new Date(Math.max(Date.now(), (created || 0) + 1000));
    return [await deletion(owner, String(joined['id']), now)];
  });
}

async function deletion(owner: Owner, id: string, now: Date): Promise<JsonObject> {
  const ids = idsOf(owner);
  const tombstone = await signed(
    { '@context': CONTEXT, id, type: 'Tombstone', attributedTo: ids.actor, formerType: 'Join', deleted: seconds(now) },
    owner.authority,
    now,
  );
  return signed(
    {
      '@context': CONTEXT,
      id: ids.at(`/activities/${newName(owner)}`),
      type: 'Delete',
      actor: ids.actor,
      object: tombstone,
      to: [PUBLIC],
    },
    owner.authority,
    now,
  );
}

/** The hash by which a charter is known. */
export const charterHash = (charter: JsonObject): Promise<string> => hashOf(charter);

/** The hash by which an approval names a post that a filter holds. */
export const postHash = async (id: string): Promise<string> => hashText(await sha256(utf8(`post:${id}`)));

/** The hash by which a list of voters is named. */
export const rollHash = async (members: string[]): Promise<string> => hashOf([...members].sort() as unknown as JsonObject);

/** The next version: the edited one, with what every version must say. */
export async function nextVersion(current: Charter, edited: JsonObject, effective: Date): Promise<JsonObject> {
  return {
    ...edited,
    type: 'NetworkCharter',
    network: current.network,
    version: current.version + 1,
    previous: await charterHash(current),
    effective: seconds(effective),
  };
}
