import { CONTEXT, seconds } from '../identity/documents.ts';
import { signed } from '../identity/proof.ts';
import type { Owner } from '../account/owners.ts';
import { idsOf, newName, publish, signedRequest } from '../account/publish.ts';

/** What a reader chooses: leave out what carries the label, fold it behind the label's name, or take no notice. */
export type Choice = 'hide' | 'warn' | 'ignore';

type Chosen = { of: string; label: string; choice: Choice };

/** A label that the account meets at this server. */
export type Met = {
  of: string;
  kind: 'instance' | 'labeler' | 'network' | 'gone';
  owner: string;
  label: string;
  title: string;
  meaning: string;
  /** What it does for whoever has not chosen. */
  effect: 'inform' | 'blur' | 'warn' | 'hide';
  choice?: Choice;
};

/** All labels, and the document in which the choices stand. */
export type Labels = { labels: Met[]; choices: Chosen[]; signed?: string };

/** The labels that an account meets. */
export function labelsOf(owner: Owner, language: string): Promise<Labels> {
  return signedRequest(owner.device, 'GET', `/moderation/v1/accounts/${owner.did}/labels`, { headers: { 'Accept-Language': language } });
}

/** Chooses what a label does, or nothing, in the next version of the account's own document about that. */
export async function choose(did: string, known: Labels, label: Met, choice: Choice | undefined): Promise<void> {
  const others = known.choices.filter(one => one.of !== label.of || one.label !== label.label);
  await publish(did, async owner => {
    const ids = idsOf(owner);
    const now = new Date(Math.max(Date.now(), (Date.parse(known.signed ?? '') || 0) + 1000));
    const choices = await signed(
      {
        '@context': CONTEXT,
        id: ids.at('/label-choices'),
        type: 'LabelChoices',
        attributedTo: ids.actor,
        choices: choice ? [...others, { of: label.of, label: label.label, choice }] : others,
        updated: seconds(now),
      },
      owner.authority,
      now,
    );
    const update = {
      '@context': CONTEXT,
      id: ids.at(`/activities/${newName(owner)}`),
      type: 'Update',
      actor: ids.actor,
      published: seconds(now),
      object: choices,
    };
    return [await signed(update, owner.authority, now)];
  });
}
