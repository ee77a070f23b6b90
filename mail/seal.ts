/**
 * Encryption of frozen letters at rest, AES-256-GCM with the id of its key in front: `1 · key id (8) · nonce (12) · tag (16) · bytes`.
 * Keys rotate, newest first; letters sealed under an older one still open while it is listed.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';

type SealKey = { readonly id: Buffer; readonly key: Buffer };

/** `SEAL_KEYS`, newest first. */
export type SealKeys = readonly [SealKey, ...SealKey[]];

const VERSION = 1;
const ID_BYTES = 8;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

const sha256 = (...parts: readonly (string | Buffer)[]): Buffer => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();

/**
 * Reads `SEAL_KEYS`: each `id:base64` of 32 bytes, or any text of at least 32 characters, whose hash is then the key.
 * @throws Error when there is none
 */
export function readSealKeys(texts: readonly string[]): SealKeys {
  const [first, ...rest] = texts.map((text): SealKey => {
    const named = /^(?<id>[A-Za-z0-9._-]{1,32}):(?<key>[A-Za-z0-9+/]{43}=)$/u.exec(text)?.groups;
    const key = named ? Buffer.from(named['key'] ?? '', 'base64') : sha256('tinhgon seal key\n', text);
    return { id: sha256('tinhgon seal key id\n', named?.['id'] ?? key).subarray(0, ID_BYTES), key };
  });
  if (!first) throw new Error('SEAL_KEYS is empty: frozen letters need a key');
  return [first, ...rest];
}

/** @param about is authenticated with the bytes, so that one notice's letter cannot stand in for another's */
export function seal([{ id, key }]: SealKeys, bytes: Buffer, about: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, nonce).setAAD(Buffer.from(about));
  const sealed = Buffer.concat([cipher.update(bytes), cipher.final()]);
  return Buffer.concat([Buffer.from([VERSION]), id, nonce, cipher.getAuthTag(), sealed]);
}

/** @throws Error when its key is no longer listed, or the bytes were touched */
export function unseal(keys: SealKeys, sealed: Buffer, about: string): Buffer {
  const id = sealed.subarray(1, 1 + ID_BYTES);
  const known = keys.find((candidate) => candidate.id.equals(id));
  if (sealed[0] !== VERSION || !known) throw new Error('the key of a sealed letter is not among SEAL_KEYS');
  const nonce = sealed.subarray(1 + ID_BYTES, 1 + ID_BYTES + NONCE_BYTES);
  const tag = sealed.subarray(1 + ID_BYTES + NONCE_BYTES, 1 + ID_BYTES + NONCE_BYTES + TAG_BYTES);
  const decipher = createDecipheriv('aes-256-gcm', known.key, nonce).setAAD(Buffer.from(about)).setAuthTag(tag);
  return Buffer.concat([decipher.update(sealed.subarray(1 + ID_BYTES + NONCE_BYTES + TAG_BYTES)), decipher.final()]);
}
