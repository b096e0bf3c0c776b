//! Ids made by the client: UUIDv7 without `crypto.randomUUID`, which plain HTTP does not offer.

/** A UUIDv7: 48 bits of milliseconds, then chance. */
export function newId(now = Date.now(), chance = crypto.getRandomValues(new Uint8Array(10))): string {
  const time = now.toString(16).padStart(12, '0')
  const tail = [...chance]
  tail[0] = ((tail[0] ?? 0) & 0x0f) | 0x70
  tail[2] = ((tail[2] ?? 0) & 0x3f) | 0x80
  const hex = time + tail.map((byte) => byte.toString(16).padStart(2, '0')).join('')
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5')
}
