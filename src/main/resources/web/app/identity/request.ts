import { random, sha256, toBase64, utf8, type Bytes } from './bytes.ts';
import { verificationMethod } from './did.ts';
import { sign } from './keys.ts';
import { toMultibase } from './multibase.ts';
import type { Signer } from './proof.ts';

/**
 * The fields that sign a request (RFC 9421): over `@method`, `@target-uri` and, with a body, `content-digest` (RFC 9530), with
 * `created`, `keyid` and a `nonce`. What is signed is made here, never taken from a server.
 *
 * @param target absolute, exactly as it is sent
 */
export async function requestSignature(
  signer: Signer,
  method: string,
  target: string,
  body: Bytes,
  created: Date,
  nonce: string = toMultibase(random(18)).slice(1),
): Promise<Record<string, string>> {
  const digest = body.length ? `sha-256=:${toBase64(await sha256(body))}:` : undefined;
  const parameters =
    `("@method" "@target-uri"${digest ? ' "content-digest"' : ''});created=${Math.floor(created.getTime() / 1000)}` +
    `;keyid="${verificationMethod(signer.did)}";nonce="${nonce}"`;
  const base =
    `"@method": ${method}\n"@target-uri": ${target}\n` +
    (digest ? `"content-digest": ${digest}\n` : '') +
    `"@signature-params": ${parameters}`;
  const signature = await sign(signer, utf8(base));
  return {
    ...(digest ? { 'Content-Digest': digest } : {}),
    'Signature-Input': `sig1=${parameters}`,
    Signature: `sig1=:${toBase64(signature)}:`,
  };
}
