// Serves the Fedify federation over HTTPS, or without a certificate over HTTP, and a control interface for the tests on loopback.
// Environment: PEER_ORIGIN, PEER_ADDRESS, PEER_PORT, PEER_CERTIFICATE and PEER_KEY (neither: HTTP), PEER_HOSTS, and PEER_LOG, the
// level that Fedify's own log is shown from (default: warning).
import { createServer as createPlainServer } from "node:http";
import { createServer } from "node:https";
import { readFileSync } from "node:fs";
import { configure, getConsoleSink } from "@logtape/logtape";
import jsonld from "jsonld";
import { verifyProof, verifyRequest } from "@fedify/fedify";
import { DataIntegrityProof } from "@fedify/vocab";
import { getDocumentLoader } from "@fedify/vocab-runtime";
import { actions, create } from "./actions.mjs";
import { federate } from "./federation.mjs";
import { withDidKeys } from "./keys.mjs";
import { actorNamed, received, settings } from "./state.mjs";
import { schemeOf, sent } from "./wire.mjs";

const env = process.env;
await configure({
  sinks: { console: getConsoleSink() },
  loggers: [
    { category: "fedify", lowestLevel: env.PEER_LOG ?? "warning", sinks: ["console"] },
    { category: ["logtape", "meta"], lowestLevel: "error", sinks: ["console"] },
  ],
});
const federations = { rfc9421: federate(env.PEER_ORIGIN, "rfc9421") };
federations.cavage = federate(env.PEER_ORIGIN, "draft-cavage-http-signatures-12");
const federation = () => federations[settings.firstKnock];
const documentLoader = withDidKeys(getDocumentLoader({ allowPrivateAddress: true }));
const contextLoader = documentLoader;

/** What Fedify's listeners are given: a record of the activities that it authenticated. */
const applied = [];
const contextData = {
  apply: (activity) => applied.push({ id: activity.id?.href ?? null, type: activity.constructor.name, actor: activity.actorId?.href ?? null }),
};
for (const each of Object.values(federations)) each.startQueue(contextData);

async function bodyOf(message) {
  const chunks = [];
  for await (const chunk of message) chunks.push(chunk);
  return Buffer.concat(chunks);
}

function requestOf(message, body) {
  const headers = new Headers();
  for (let i = 0; i < message.rawHeaders.length; i += 2) headers.append(message.rawHeaders[i], message.rawHeaders[i + 1]);
  return new Request(new URL(message.url, env.PEER_ORIGIN), {
    method: message.method,
    headers,
    body: message.method === "GET" || message.method === "HEAD" ? undefined : body,
  });
}

/** Judges the integrity proof of each signed map: the activity and its embedded object. */
async function proofsOf(json) {
  const verdicts = [];
  for (const [where, map] of [["activity", json], ["object", json?.object]]) {
    if (map == null || typeof map !== "object" || map.proof == null) continue;
    // A linked-data signature is put on after the proof and is no part of what the proof covers.
    const covered = { ...map };
    delete covered.signature;
    const verdict = { where, verificationMethod: map.proof.verificationMethod ?? null, valid: false };
    verdicts.push(verdict);
    try {
      const proof = await DataIntegrityProof.fromJsonLd(
        { "@context": map["@context"], ...map.proof }, { documentLoader, contextLoader });
      verdict.valid = (await verifyProof(covered, proof, { documentLoader, contextLoader })) != null;
    } catch (error) {
      verdict.error = String(error);
    }
  }
  return verdicts;
}

/** Records an inbox delivery: who signed it, how, whether Fedify says that it holds, and the body as it came. */
async function judge(request, body) {
  const entry = {
    at: Date.now(), path: new URL(request.url).pathname, scheme: schemeOf(request.headers), keyId: null, verified: false,
    userAgent: request.headers.get("user-agent"), proofs: [], body: body.toString("utf8"), status: 0,
  };
  received.push(entry);
  const key = await verifyRequest(request.clone(), { documentLoader, contextLoader }).catch(() => null);
  entry.verified = key != null;
  entry.keyId = key?.id?.href ?? null;
  try {
    const json = JSON.parse(entry.body);
    Object.assign(entry, { id: json.id ?? null, type: json.type ?? null, actor: json.actor ?? null });
    entry.proofs = await proofsOf(json);
  } catch (error) {
    entry.error = String(error);
  }
  return entry;
}

async function serve(message, response) {
  const body = await bodyOf(message);
  const request = requestOf(message, body);
  const entry = message.method === "POST" ? await judge(request, body) : null;
  const scheme = schemeOf(request.headers);
  let answer;
  if (settings.outage !== 0) answer = new Response("out of order", { status: settings.outage });
  else if (settings.accepts !== "both" && scheme !== "none" && scheme !== settings.accepts) answer = new Response("", { status: 401 });
  else answer = await federation().fetch(request, { contextData });
  if (entry != null) entry.status = answer.status;
  response.writeHead(answer.status, Object.fromEntries(answer.headers));
  response.end(Buffer.from(await answer.arrayBuffer()));
}

async function control(path, request) {
  const [, scope, name, action] = path.split("/");
  if (scope === "received") return received;
  if (scope === "applied") return applied;
  if (scope === "sent") return sent;
  if (scope === "settings") return Object.assign(settings, request);
  if (scope === "verify") return await proofsOf(request);
  if (scope === "expand") return await jsonld.expand(request, { documentLoader: contextLoader, safe: false });
  const ctx = federation().createContext(new URL(env.PEER_ORIGIN), contextData);
  if (scope === "actors" && action == null) return await create(ctx, request);
  const actor = actorNamed(name);
  if (actor == null || actions[action] == null) throw new Error(`no such actor or action: ${path}`);
  return await actions[action](ctx, actor, request);
}

function answering(handler) {
  return (message, response) => handler(message, response).catch((error) => {
    console.error(error);
    if (!response.headersSent) response.writeHead(500, { "content-type": "application/json" });
    response.end(JSON.stringify({ error: String(error) }));
  });
}

const server = env.PEER_CERTIFICATE == null
  ? createPlainServer(answering(serve))
  : createServer({ cert: readFileSync(env.PEER_CERTIFICATE), key: readFileSync(env.PEER_KEY) }, answering(serve));
server
  .listen(Number(env.PEER_PORT), env.PEER_ADDRESS, () => {
    const controller = createPlainServer(answering(async (message, response) => {
      const body = await bodyOf(message);
      const result = await control(message.url, body.length === 0 ? {} : JSON.parse(body.toString("utf8")));
      response.writeHead(200, { "content-type": "application/json" });
      response.end(JSON.stringify(result));
    }));
    controller.listen(0, "127.0.0.1", () => console.log(`ready: http://127.0.0.1:${controller.address().port}`));
  });
// The harness holds our standard input; when it is gone, so are we.
process.stdin.on("end", () => process.exit(0)).resume();
