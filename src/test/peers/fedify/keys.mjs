// Each actor has an RSA pair for HTTP signatures and an Ed25519 pair for integrity proofs.
export async function generateKeyPairs() {
  const rsa = await crypto.subtle.generateKey(
    { name: "RSASSA-PKCS1-v1_5", modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]), hash: "SHA-256" },
    true,
    ["sign", "verify"],
  );
  const ed25519 = await crypto.subtle.generateKey("Ed25519", true, ["sign", "verify"]);
  return [rsa, ed25519];
}

/** A document loader that also knows `did:key`: its document follows from the identifier itself. */
export function withDidKeys(loader) {
  return async (url, options) => {
    const match = /^did:key:(z[1-9A-HJ-NP-Za-km-z]+)(#.*)?$/.exec(url);
    if (match == null) return await loader(url, options);
    return {
      contextUrl: null,
      documentUrl: url,
      document: {
        "@context": "https://w3id.org/security/multikey/v1",
        id: url,
        type: "Multikey",
        controller: `did:key:${match[1]}`,
        publicKeyMultibase: match[1],
      },
    };
  };
}
