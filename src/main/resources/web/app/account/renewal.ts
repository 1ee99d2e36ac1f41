import { sealBag } from '../identity/bag.ts';
import { passphraseProof, stretched } from '../identity/passphrase.ts';
import { bagUpload, catchUp, putBag, server } from './account.ts';
import type { Owner } from './owners.ts';
import { openedBag, SignInProblem, type OpenedBag } from './signin.ts';

/**
 * Changes the passphrase at this server: the same keys in a new bag. The server takes the whole bag or nothing. When an earlier attempt
 * went through and only its answer was lost, the new passphrase opens the bag already, and nothing is left to do.
 *
 * @returns the account's other servers, which still go by the old one
 */
export async function changePassphrase(owner: Owner, before: string, now: string): Promise<string[]> {
  await catchUp(owner.did);
  const { instance, origin } = await server();
  const account = { did: owner.did, instance };
  const opened = await unlessChanged(openedBag(account, before), () => openedBag(account, now));
  if (opened) {
    const next = await stretched(now, owner.did);
    const bag = await sealBag(opened.content, owner.authority, Math.max(Date.now(), opened.version + 1), next);
    await putBag(owner, await bagUpload(bag, next, instance), await passphraseProof(opened.secret, instance));
  }
  return owner.gateways.map(gateway => gateway.origin).filter(one => one !== origin);
}

/** The bag as it opens with the old passphrase; nothing when it opens with the new one only. */
async function unlessChanged(opening: Promise<OpenedBag>, withNew: () => Promise<OpenedBag>): Promise<OpenedBag | undefined> {
  try {
    return await opening;
  } catch (failure) {
    if (!(failure instanceof SignInProblem) || failure.kind !== 'wrong') {
      throw failure;
    }
    try {
      await withNew();
      return undefined;
    } catch {
      throw failure;
    }
  }
}
