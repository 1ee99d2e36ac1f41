// What an actor of this server can be told to do, by the test, through the control interface.
import { Temporal } from "@js-temporal/polyfill";
import {
  Announce, Collection, Create, Delete, Flag, Follow, isActor, Like, Mention, Note, PUBLIC_COLLECTION, Question, Reject, Tombstone, Undo,
  Update,
} from "@fedify/vocab";
import { accept } from "./federation.mjs";
import { createActor } from "./state.mjs";

/** Each action takes Fedify's context, the actor and the request's JSON, and answers with JSON. */
export const actions = {
  async lookup(ctx, actor, { query }) {
    const found = await look(ctx, actor, query);
    return await found.toJsonLd({ contextLoader: ctx.contextLoader });
  },

  async follow(ctx, actor, { target }) {
    const followee = await look(ctx, actor, target);
    const follow = new Follow({
      id: activityId(ctx, actor, "follows"),
      actor: ctx.getActorUri(actor.name),
      object: followee.id,
      to: followee.id,
    });
    actor.following.set(followee.id.href, { follow, state: "pending", followee });
    await send(ctx, actor, followee, follow);
    return { id: follow.id.href, actor: followee.id.href };
  },

  async unfollow(ctx, actor, { target }) {
    const followee = await look(ctx, actor, target);
    const { follow } = actor.following.get(followee.id.href);
    actor.following.delete(followee.id.href);
    return await undo(ctx, actor, follow, [followee]);
  },

  async accept(ctx, actor, { follow }) {
    await accept(ctx, actor, actor.requests.get(follow));
    return {};
  },

  async reject(ctx, actor, { follow }) {
    const entry = actor.requests.get(follow);
    actor.requests.delete(follow);
    const activity = new Reject({
      id: activityId(ctx, actor, "rejects"),
      actor: ctx.getActorUri(actor.name),
      object: entry.follow,
      to: entry.actor.id,
    });
    await ctx.sendActivity({ identifier: actor.name }, entry.actor, activity);
    return { id: activity.id.href };
  },

  async post(ctx, actor, request) {
    const id = ctx.getObjectUri(Note, { identifier: actor.name, id: crypto.randomUUID() });
    return await publish(ctx, actor, request, (fields) => new Note({ id, content: request.content, ...fields }));
  },

  async question(ctx, actor, request) {
    const id = ctx.getObjectUri(Question, { identifier: actor.name, id: crypto.randomUUID() });
    const options = request.options.map((name) => new Note({ name, replies: new Collection({ totalItems: 0 }) }));
    const choice = request.multiple ? { inclusiveOptions: options } : { exclusiveOptions: options };
    const endTime = Temporal.Now.instant().add({ hours: 24 });
    return await publish(ctx, actor, request,
      (fields) => new Question({ id, content: request.content, ...choice, endTime, ...fields }));
  },

  async vote(ctx, actor, { question, option }) {
    const poll = await look(ctx, actor, question);
    const author = await ctx.lookupObject(poll.attributionId);
    const vote = new Note({
      id: activityId(ctx, actor, "votes"),
      name: option,
      replyTarget: poll.id,
      attribution: ctx.getActorUri(actor.name),
      to: author.id,
    });
    const create = new Create({
      id: activityId(ctx, actor, "creates"), actor: ctx.getActorUri(actor.name), object: vote, to: author.id,
    });
    await send(ctx, actor, author, create);
    return { id: vote.id.href, activity: create.id.href };
  },

  async edit(ctx, actor, { id, content }) {
    const post = actor.posts.get(id);
    post.object = post.object.clone({ content, updated: Temporal.Now.instant() });
    const update = new Update({
      id: activityId(ctx, actor, "updates"),
      actor: ctx.getActorUri(actor.name),
      object: post.object,
      tos: post.to, ccs: post.cc,
    });
    await spread(ctx, actor, post, update);
    return { id, activity: update.id.href };
  },

  async delete(ctx, actor, { id }) {
    const post = actor.posts.get(id);
    post.deleted = true;
    const activity = new Delete({
      id: activityId(ctx, actor, "deletes"),
      actor: ctx.getActorUri(actor.name),
      object: new Tombstone({ id: new URL(id) }),
      tos: post.to, ccs: post.cc,
    });
    await spread(ctx, actor, post, activity);
    return { id, activity: activity.id.href };
  },

  async like(ctx, actor, { object }) {
    return await react(ctx, actor, object, (fields) => new Like({ id: activityId(ctx, actor, "likes"), ...fields }));
  },

  async boost(ctx, actor, { object }) {
    return await react(ctx, actor, object, (fields) => new Announce({
      id: activityId(ctx, actor, "announces"), ...fields,
      to: PUBLIC_COLLECTION, ccs: [...fields.tos, ctx.getFollowersUri(actor.name)], tos: undefined,
      published: Temporal.Now.instant(),
    }));
  },

  async undo(ctx, actor, { activity }) {
    const done = actor.activities.get(activity);
    const object = await ctx.lookupObject(done.objectId, { documentLoader: await loaderOf(ctx, actor) });
    const author = isActor(object) ? object : await ctx.lookupObject(object.attributionId);
    return await undo(ctx, actor, done, [author]);
  },

  /** Tells the moderators of somebody's server: the Flag names the account and the posts. */
  async report(ctx, actor, { target, posts, content }) {
    const accused = await look(ctx, actor, target);
    const flag = new Flag({
      id: activityId(ctx, actor, "flags"),
      actor: ctx.getActorUri(actor.name),
      objects: [accused.id, ...posts.map((post) => new URL(post))],
      content,
      to: accused.id,
    });
    await send(ctx, actor, [accused], flag);
    return { id: flag.id.href };
  },

  async lock(ctx, actor, { locked }) {
    actor.locked = locked;
    const update = new Update({
      id: activityId(ctx, actor, "updates"),
      actor: ctx.getActorUri(actor.name),
      object: await ctx.getActor(actor.name),
      to: PUBLIC_COLLECTION,
    });
    await ctx.sendActivity({ identifier: actor.name }, "followers", update, { preferSharedInbox: true });
    return {};
  },

  /** A GET signed by the actor, as Fedify would do it for a private document; the raw answer. */
  async fetch(ctx, actor, { url }) {
    try {
      const { document } = await (await loaderOf(ctx, actor))(url);
      return { found: true, document };
    } catch (error) {
      return { found: false, status: error.response?.status ?? 0, error: String(error) };
    }
  },

  async state(_ctx, actor) {
    return {
      followers: [...actor.followers.keys()],
      requests: [...actor.requests].map(([id, entry]) => ({ id, actor: entry.actor.id.href })),
      following: [...actor.following].map(([id, entry]) => ({ actor: id, state: entry.state })),
      posts: [...actor.posts].map(([id, post]) => ({
        id,
        likes: [...post.likes.values()],
        shares: [...post.shares.values()],
        replies: [...post.replies],
        votes: post.votes,
      })),
    };
  },
};

/** Makes an actor and answers with its id. */
export async function create(ctx, { name, locked }) {
  const actor = await createActor(name, locked === true);
  return { id: ctx.getActorUri(actor.name).href };
}

const loaderOf = (ctx, actor) => ctx.getDocumentLoader({ identifier: actor.name });

const activityId = (ctx, actor, kind) => new URL(`#${kind}/${crypto.randomUUID()}`, ctx.getActorUri(actor.name));

/** Finds an actor or object by handle or address, asking as this actor. */
async function look(ctx, actor, query) {
  const found = await ctx.lookupObject(query, { documentLoader: await loaderOf(ctx, actor) });
  if (found == null) throw new Error(`not found: ${query}`);
  return found;
}

async function send(ctx, actor, recipients, activity) {
  actor.activities.set(activity.id.href, activity);
  await ctx.sendActivity({ identifier: actor.name }, recipients, activity, { preferSharedInbox: true });
}

async function undo(ctx, actor, done, others) {
  const activity = new Undo({
    id: activityId(ctx, actor, "undos"),
    actor: ctx.getActorUri(actor.name),
    object: done,
    tos: done.toIds, ccs: done.ccIds,
  });
  await send(ctx, actor, others, activity);
  if (done instanceof Announce) await ctx.sendActivity({ identifier: actor.name }, "followers", activity);
  return { id: activity.id.href };
}

/** Publishes a new post to the audience that the request names, to those it mentions and to the author it answers. */
async function publish(ctx, actor, request, make) {
  const me = ctx.getActorUri(actor.name);
  const followers = ctx.getFollowersUri(actor.name);
  const target = request.inReplyTo == null ? null : await look(ctx, actor, request.inReplyTo);
  const others = await Promise.all((request.mentions ?? []).map((query) => look(ctx, actor, query)));
  if (target?.attributionId != null && target.attributionId.href !== me.href) {
    others.push(await ctx.lookupObject(target.attributionId));
  }
  const ids = others.map((other) => other.id);
  const [to, cc] = {
    public: [[PUBLIC_COLLECTION], [followers, ...ids]],
    unlisted: [[followers], [PUBLIC_COLLECTION, ...ids]],
    followers: [[followers], ids],
    direct: [ids, []],
  }[request.audience ?? "public"];
  const object = make({
    attribution: me,
    tos: to, ccs: cc,
    replyTarget: target?.id ?? null,
    summary: request.summary ?? null,
    published: Temporal.Now.instant(),
    tags: others.map((other) => new Mention({ href: other.id, name: `@${other.preferredUsername}@${other.id.host}` })),
  });
  const post = {
    object, to, cc, others,
    audience: [...to, ...cc].map((url) => url.href),
    deleted: false, likes: new Map(), shares: new Map(), replies: new Set(), votes: [],
  };
  actor.posts.set(object.id.href, post);
  const create = new Create({ id: activityId(ctx, actor, "creates"), actor: me, object, tos: to, ccs: cc });
  if (post.audience.includes(PUBLIC_COLLECTION.href)) actor.outbox.push(create.id.href);
  await spread(ctx, actor, post, create);
  return { id: object.id.href, activity: create.id.href };
}

/** Sends an activity to everyone whom a post was for, each inbox once. */
async function spread(ctx, actor, post, activity) {
  actor.activities.set(activity.id.href, activity);
  const forFollowers = post.audience.includes(ctx.getFollowersUri(actor.name).href);
  const recipients = new Map(post.others.map((other) => [other.id.href, other]));
  if (forFollowers) for (const [id, follower] of actor.followers) recipients.set(id, follower.actor);
  await ctx.sendActivity({ identifier: actor.name }, [...recipients.values()], activity, { preferSharedInbox: true });
}

async function react(ctx, actor, object, make) {
  const target = await look(ctx, actor, object);
  const author = await ctx.lookupObject(target.attributionId);
  const activity = make({ actor: ctx.getActorUri(actor.name), object: target.id, tos: [author.id] });
  const recipients = [author];
  if (activity instanceof Announce) {
    for (const follower of actor.followers.values()) {
      if (follower.actor.id.href !== author.id.href) recipients.push(follower.actor);
    }
  }
  await send(ctx, actor, recipients, activity);
  return { id: activity.id.href };
}
