// How this process reaches the others: names from the test's own hosts file, and a record of every request sent.
// Loaded with --import, so that it is in force before Fedify is.
import dns from "node:dns";
import { readFileSync } from "node:fs";
import { syncBuiltinESMExports } from "node:module";
import { isIP } from "node:net";

const hostsFile = process.env.PEER_HOSTS;

/** Looks a name up in the hosts file, read afresh each time; nothing else is ever resolved. */
function addressOf(name) {
  if (isIP(name) !== 0) return name;
  for (const line of readFileSync(hostsFile, "utf8").split("\n")) {
    const [address, ...names] = line.trim().split(/\s+/);
    if (names.includes(name)) return address;
  }
  return null;
}

dns.lookup = (name, options, callback) => {
  if (typeof options === "function") [options, callback] = [{}, options];
  const address = addressOf(name);
  if (address == null) {
    const error = new Error(`no such test host: ${name}`);
    error.code = "ENOTFOUND";
    process.nextTick(callback, error);
  } else if (options?.all) {
    process.nextTick(callback, null, [{ address, family: 4 }]);
  } else {
    process.nextTick(callback, null, address, 4);
  }
};
syncBuiltinESMExports();

/** Every request that left this process: how it was signed and what was answered. */
export const sent = [];

/** The signature scheme that a request's headers show: `rfc9421`, `cavage` or `none`. */
export function schemeOf(headers) {
  if (headers.has("signature-input")) return "rfc9421";
  return headers.has("signature") ? "cavage" : "none";
}

const realFetch = globalThis.fetch;
globalThis.fetch = async (input, init) => {
  const request = new Request(input instanceof Request ? input.clone() : input, init);
  const entry = { method: request.method, url: request.url, scheme: schemeOf(request.headers), status: 0 };
  if (request.method === "POST") entry.body = await request.text();
  if (sent.length < 20_000) sent.push(entry);
  try {
    const response = await realFetch(input, init);
    entry.status = response.status;
    return response;
  } catch (error) {
    entry.error = String(error.cause ?? error);
    throw error;
  }
};
