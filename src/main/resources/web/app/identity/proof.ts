import { controllerOf, publicKeyOf, verificationMethod } from './did.ts';
import { canonicalBytes, type Json, type JsonObject } from './jcs.ts';
import { ofMultibase, toMultibase } from './multibase.ts';

/** A key pair and the identity that it is. The private half never leaves WebCrypto when it was made not extractable. */
export type Signer = { did: string; privateKey: CryptoKey };

/**
 * The document with a proof of the cryptosuite eddsa-jcs-2022 (Data Integrity EdDSA Cryptosuites 3.3, FEP-8b32), in place of any
 * that it had.
 *
 * @param created to the second, as Godwit writes times
 */
export async function signed(document: JsonObject, signer: Signer, created: Date): Promise<JsonObject> {
  const { proof: _, ...unsigned } = document;
  const options: JsonObject = {
    ...(unsigned['@context'] === undefined ? {} : { '@context': unsigned['@context'] }),
    type: 'DataIntegrityProof',
    cryptosuite: 'eddsa-jcs-2022',
    verificationMethod: verificationMethod(signer.did),
    proofPurpose: 'assertionMethod',
    created: created.toISOString().replace(/\.\d+Z$/, 'Z'),
  };
  const signature = await crypto.subtle.sign('Ed25519', signer.privateKey, await hashes(options, unsigned));
  return { ...unsigned, proof: { ...options, proofValue: toMultibase(new Uint8Array(signature)) } };
}

/** The identity whose key signed the document as it is; nothing when nobody's valid proof is on it. When it was signed is not looked at. */
export async function signerOf(document: JsonObject): Promise<string | undefined> {
  const { proof, ...unsigned } = document;
  if (!isObject(proof)) {
    return undefined;
  }
  const { proofValue, ...options } = proof;
  const method = options['verificationMethod'];
  if (
    options['type'] !== 'DataIntegrityProof' ||
    options['cryptosuite'] !== 'eddsa-jcs-2022' ||
    options['proofPurpose'] !== 'assertionMethod' ||
    typeof method !== 'string' ||
    typeof proofValue !== 'string'
  ) {
    return undefined;
  }
  const did = controllerOf(method);
  const publicKey = did === undefined ? undefined : publicKeyOf(did);
  const signature = ofMultibase(proofValue);
  if (publicKey === undefined || signature?.length !== 64) {
    return undefined;
  }
  const key = await crypto.subtle.importKey('raw', publicKey, 'Ed25519', false, ['verify']);
  return (await crypto.subtle.verify('Ed25519', key, signature, await hashes(options, unsigned))) ? did : undefined;
}

/** SHA-256 of the proof's options, then of the document, both canonical: what is signed. */
async function hashes(options: JsonObject, unsigned: JsonObject): Promise<Uint8Array<ArrayBuffer>> {
  const both = await Promise.all([options, unsigned].map(part => crypto.subtle.digest('SHA-256', canonicalBytes(part))));
  return Uint8Array.from(both.flatMap(hash => [...new Uint8Array(hash)]));
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
