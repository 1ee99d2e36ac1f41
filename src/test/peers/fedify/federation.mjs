// The Fedify federation: what the fediverse sees of this server.
import { createExponentialBackoffPolicy, createFederation, InProcessMessageQueue, MemoryKvStore } from "@fedify/fedify";
import {
  Accept, Announce, Application, Create, Delete, Endpoints, Follow, Like, Move, Note, Person, PUBLIC_COLLECTION, Question, Reject,
  Undo, Update,
} from "@fedify/vocab";
import { actions } from "./actions.mjs";
import { generateKeyPairs } from "./keys.mjs";
import { actorNamed, allActors, findPost } from "./state.mjs";

const kv = new MemoryKvStore();
const instanceKeys = await generateKeyPairs();
const retries = createExponentialBackoffPolicy({
  initialDelay: { milliseconds: 200 }, maxDelay: { seconds: 2 }, maxAttempts: 60, factor: 2, jitter: false,
});

/** Makes the federation for one preference of HTTP signature; it shares what it remembers with the other but for the preference. */
export function federate(origin, firstKnock) {
  const federation = createFederation({
    kv, origin, firstKnock,
    kvPrefixes: { httpMessageSignaturesSpec: ["signatures", firstKnock] },
    queue: new InProcessMessageQueue({ pollInterval: { milliseconds: 50 } }),
    allowPrivateAddress: true,
    outboxRetryPolicy: retries,
    inboxRetryPolicy: retries,
    circuitBreaker: false,
    onOutboxError: (error, activity) => console.error("delivery failed:", activity?.id?.href, error.message),
    manuallyStartQueue: true,
  });
  actors(federation);
  objects(federation);
  collections(federation);
  inbox(federation);
  federation.setNodeInfoDispatcher("/nodeinfo/2.1", () => ({
    software: { name: "fedify-peer", version: "2.3.6" },
    protocols: ["activitypub"],
    usage: { users: {}, localPosts: 0, localComments: 0 },
  }));
  return federation;
}

function actors(federation) {
  federation
    .setActorDispatcher("/users/{identifier}", async (ctx, identifier) => {
      const actor = actorNamed(identifier);
      if (actor == null && identifier !== "instance") return null;
      const keys = await ctx.getActorKeyPairs(identifier);
      const type = actor == null ? Application : Person;
      return new type({
        id: ctx.getActorUri(identifier),
        preferredUsername: identifier,
        name: `${identifier} on Fedify`,
        inbox: ctx.getInboxUri(identifier),
        outbox: ctx.getOutboxUri(identifier),
        followers: ctx.getFollowersUri(identifier),
        following: ctx.getFollowingUri(identifier),
        endpoints: new Endpoints({ sharedInbox: ctx.getInboxUri() }),
        manuallyApprovesFollowers: actor?.locked ?? true,
        url: ctx.getActorUri(identifier),
        publicKey: keys[0].cryptographicKey,
        assertionMethods: keys.map((key) => key.multikey),
      });
    })
    .mapHandle((_ctx, username) => username)
    .setKeyPairsDispatcher((_ctx, identifier) =>
      identifier === "instance" ? instanceKeys : (actorNamed(identifier)?.keys ?? []));
}

function objects(federation) {
  const visible = async (ctx, { identifier, id }) => {
    const post = actorNamed(identifier)?.posts.get(ctx.getObjectUri(Note, { identifier, id }).href)
      ?? actorNamed(identifier)?.posts.get(ctx.getObjectUri(Question, { identifier, id }).href);
    if (post == null) return true;
    if (post.audience.includes(PUBLIC_COLLECTION.href)) return true;
    const viewer = (await ctx.getSignedKeyOwner())?.id?.href;
    if (viewer == null) return false;
    if (post.audience.includes(viewer)) return true;
    return post.audience.includes(ctx.getFollowersUri(identifier).href) && actorNamed(identifier).followers.has(viewer);
  };
  for (const [type, path] of [[Note, "notes"], [Question, "questions"]]) {
    federation
      .setObjectDispatcher(type, `/users/{identifier}/${path}/{id}`, (ctx, values) => {
        const post = actorNamed(values.identifier)?.posts.get(ctx.getObjectUri(type, values).href);
        return post == null || post.deleted ? null : post.object;
      })
      .authorize(visible);
  }
}

function collections(federation) {
  federation
    .setOutboxDispatcher("/users/{identifier}/outbox", (_ctx, identifier) => {
      const actor = actorNamed(identifier);
      return actor == null ? null : { items: actor.outbox.map((id) => actor.activities.get(id)).reverse() };
    })
    .setCounter((_ctx, identifier) => actorNamed(identifier)?.outbox.length ?? 0);
  federation
    .setFollowersDispatcher("/users/{identifier}/followers", (_ctx, identifier) => {
      const actor = actorNamed(identifier);
      if (actor == null) return null;
      return {
        items: [...actor.followers].map(([id, follower]) => ({
          id: new URL(id),
          inboxId: follower.inbox,
          endpoints: follower.sharedInbox == null ? null : { sharedInbox: follower.sharedInbox },
        })),
      };
    })
    .setCounter((_ctx, identifier) => actorNamed(identifier)?.followers.size ?? 0);
  federation
    .setFollowingDispatcher("/users/{identifier}/following", (_ctx, identifier) => {
      const actor = actorNamed(identifier);
      if (actor == null) return null;
      return { items: [...actor.following].filter(([, f]) => f.state === "accepted").map(([id]) => new URL(id)) };
    })
    .setCounter((_ctx, identifier) => actorNamed(identifier)?.following.size ?? 0);
}

/** Listeners see only what Fedify has authenticated. */
function inbox(federation) {
  federation
    .setInboxListeners("/users/{identifier}/inbox", "/inbox")
    .setSharedKeyDispatcher(() => ({ identifier: "instance" }))
    .onError((_ctx, error) => console.error("inbox:", error))
    .on(Follow, follow)
    .on(Accept, (ctx, accept) => answer(ctx, accept, "accepted"))
    .on(Reject, (ctx, reject) => answer(ctx, reject, "rejected"))
    .on(Create, created)
    .on(Update, (ctx, update) => ctx.data.apply(update))
    .on(Delete, (ctx, activity) => ctx.data.apply(activity))
    .on(Move, moved)
    .on(Like, (ctx, like) => reaction(ctx, like, "likes"))
    .on(Announce, (ctx, announce) => reaction(ctx, announce, "shares"))
    .on(Undo, undo);
}

async function follow(ctx, activity) {
  ctx.data.apply(activity);
  const name = ctx.parseUri(activity.objectId)?.identifier;
  const actor = actorNamed(name);
  if (actor == null) return;
  const follower = await activity.getActor(ctx);
  const entry = {
    inbox: follower.inboxId, sharedInbox: follower.endpoints?.sharedInbox ?? null, follow: activity, actor: follower,
  };
  if (actor.locked) actor.requests.set(activity.id.href, entry);
  else await accept(ctx, actor, entry);
}

/** Takes a follower and says so. */
export async function accept(ctx, actor, entry) {
  actor.requests.delete(entry.follow.id.href);
  actor.followers.set(entry.actor.id.href, entry);
  const activity = new Accept({
    id: new URL(`#accepts/${crypto.randomUUID()}`, ctx.getActorUri(actor.name)),
    actor: ctx.getActorUri(actor.name),
    object: entry.follow,
    to: entry.actor.id,
  });
  await ctx.sendActivity({ identifier: actor.name }, entry.actor, activity);
}

async function answer(ctx, activity, state) {
  ctx.data.apply(activity);
  const who = activity.actorId.href;
  const followId = activity.objectId?.href;
  for (const actor of allActors()) {
    const pending = actor.following.get(who);
    // Only the followed actor answers, and only our own Follow.
    if (pending != null && (followId === pending.follow.id.href)) pending.state = state;
  }
}

async function created(ctx, activity) {
  ctx.data.apply(activity);
  const object = await activity.getObject(ctx);
  const target = object?.replyTargetId == null ? null : findPost(object.replyTargetId.href);
  if (target == null) return;
  const isVote = target.post.object instanceof Question && object.name != null && object.content == null;
  if (isVote) target.post.votes.push({ voter: activity.actorId.href, option: object.name.toString() });
  else target.post.replies.add(object.id.href);
}

function reaction(ctx, activity, kind) {
  ctx.data.apply(activity);
  findPost(activity.objectId?.href)?.post[kind].set(activity.id.href, activity.actorId.href);
}

/** Goes along with whom its people follow, when the new address, asked for now, names the old one. */
async function moved(ctx, move) {
  ctx.data.apply(move);
  const old = move.actorId.href;
  if (move.objectId?.href !== old) return;
  const target = await move.getTarget(ctx);
  if (!target?.aliasIds?.some((alias) => alias.href === old)) return;
  for (const actor of allActors()) {
    if (actor.following.get(old)?.state !== "accepted") continue;
    actor.following.delete(old);
    await actions.follow(ctx, actor, { target: target.id.href });
  }
}

async function undo(ctx, activity) {
  ctx.data.apply(activity);
  const who = activity.actorId.href;
  const what = await activity.getObject({ ...ctx, suppressError: true });
  for (const actor of allActors()) {
    const isFollow = what instanceof Follow || actor.followers.get(who)?.follow.id.href === activity.objectId?.href;
    const target = what?.objectId?.href ?? ctx.getActorUri(actor.name).href;
    if (isFollow && target === ctx.getActorUri(actor.name).href) actor.followers.delete(who);
    for (const post of actor.posts.values()) {
      for (const kind of ["likes", "shares"]) {
        if (post[kind].get(activity.objectId?.href) === who) post[kind].delete(activity.objectId.href);
      }
    }
  }
}
