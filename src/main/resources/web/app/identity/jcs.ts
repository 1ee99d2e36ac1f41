/** JSON as `JSON.parse` makes it. */
export type Json = null | boolean | number | string | Json[] | JsonObject;
export type JsonObject = { [name: string]: Json };

/**
 * The canonical text of a value, RFC 8785 (JCS): no blanks, members in the order of their names' UTF-16 code units, numbers and strings
 * as ECMAScript writes them, which is what the browser does by itself.
 *
 * @throws RangeError for what JSON cannot hold: numbers that are not finite, halves of surrogate pairs
 */
export function canonical(value: Json): string {
  if (value === null || typeof value === 'boolean') {
    return String(value);
  }
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) {
      throw new RangeError('a number in JSON is finite');
    }
    return JSON.stringify(value);
  }
  if (typeof value === 'string') {
    return quoted(value);
  }
  if (Array.isArray(value)) {
    return `[${value.map(canonical).join(',')}]`;
  }
  const members = Object.keys(value)
    .sort() // by UTF-16 code units, as the standard says
    .map(name => `${quoted(name)}:${canonical(value[name] as Json)}`);
  return `{${members.join(',')}}`;
}

/** The canonical text in UTF-8, which is what is hashed and signed. */
export function canonicalBytes(value: Json): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(canonical(value));
}

function quoted(text: string): string {
  if (!text.isWellFormed()) {
    throw new RangeError('text with half of a surrogate pair has no canonical form');
  }
  return JSON.stringify(text);
}
