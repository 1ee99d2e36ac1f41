// What this server remembers: everything in memory, gone with the process.
import { generateKeyPairs } from "./keys.mjs";

/** Actors by user name. */
const actors = new Map();

export class Actor {
  constructor(name, locked, keys) {
    this.name = name;
    this.locked = locked;
    this.keys = keys;
    this.followers = new Map(); // actor URL → { inbox, sharedInbox, follow }
    this.requests = new Map(); // Follow id → Follow, waiting while this actor is locked
    this.following = new Map(); // actor URL → { follow, state: pending | accepted | rejected }
    this.posts = new Map(); // post id → { object, audience, deleted, likes, shares, replies, votes }
    this.activities = new Map(); // activity id → activity, for Undo
    this.outbox = []; // ids of activities, oldest first
  }
}

export async function createActor(name, locked) {
  if (actors.has(name)) throw new Error(`actor ${name} exists`);
  const actor = new Actor(name, locked, await generateKeyPairs());
  actors.set(name, actor);
  return actor;
}

export const actorNamed = (name) => actors.get(name) ?? null;

export const allActors = () => actors.values();

/** The post with this id and its author, if it is one of ours. */
export function findPost(id) {
  for (const actor of actors.values()) {
    const post = actor.posts.get(id);
    if (post != null) return { actor, post };
  }
  return null;
}

/** What every federation request was, how its signature and proofs were judged, and what was answered. */
export const received = [];

/** Which HTTP signature this server takes (`both`, `cavage`, `rfc9421`), which it tries first, and whether it is out of order. */
export const settings = { accepts: "both", firstKnock: "rfc9421", outage: 0 };
