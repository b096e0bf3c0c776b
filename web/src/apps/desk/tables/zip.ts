//! A ZIP as spreadsheets are packed: its parts read, some written anew, the others passed on as they are.

const END = 0x06054b50
const ENTRY = 0x02014b50
const STORED = 0
const DEFLATED = 8
const [END_LENGTH, ENTRY_LENGTH, LOCAL_LENGTH] = [22, 46, 30]

interface Part {
  name: string
  /** Of the central directory, as it stands. */
  entry: Uint8Array
  method: number
  crc: number
  size: number
  packed: Uint8Array
}

const view = (bytes: Uint8Array): DataView => new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)

export function openZip(bytes: Uint8Array): Part[] {
  const all = view(bytes)
  let end = bytes.length - END_LENGTH
  while (end >= 0 && all.getUint32(end, true) !== END) end -= 1
  if (end < 0) throw new Error('no zip')
  let at = all.getUint32(end + 16, true)
  return Array.from({ length: all.getUint16(end + 10, true) }, () => {
    if (all.getUint32(at, true) !== ENTRY) throw new Error('no zip')
    const [size, nameLength, rest, local] = [all.getUint32(at + 20, true), all.getUint16(at + 28, true), all.getUint16(at + 30, true) + all.getUint16(at + 32, true), all.getUint32(at + 42, true)]
    const begin = local + LOCAL_LENGTH + all.getUint16(local + 26, true) + all.getUint16(local + 28, true)
    const part = {
      name: new TextDecoder().decode(bytes.subarray(at + ENTRY_LENGTH, at + ENTRY_LENGTH + nameLength)), entry: bytes.slice(at, at + ENTRY_LENGTH + nameLength),
      method: all.getUint16(at + 10, true), crc: all.getUint32(at + 16, true), size: all.getUint32(at + 24, true), packed: bytes.subarray(begin, begin + size),
    }
    at += ENTRY_LENGTH + nameLength + rest
    return part
  })
}

/** The text of a part. Its stream is wrapped as gzip, which older browsers can unpack too. */
export async function textOf(part: Part): Promise<string> {
  if (part.method === STORED) return new TextDecoder().decode(part.packed)
  if (part.method !== DEFLATED) throw new Error('no zip')
  const tail = new Uint8Array(8)
  view(tail).setUint32(0, part.crc, true)
  view(tail).setUint32(4, part.size, true)
  const gzip = new Blob([new Uint8Array([31, 139, 8, 0, 0, 0, 0, 0, 0, 255]), part.packed as BlobPart, tail])
  return new Response(gzip.stream().pipeThrough(new DecompressionStream('gzip'))).text()
}

/** The part with another text, stored as it is. */
export function withText(part: Part, text: string): Part {
  const packed = new TextEncoder().encode(text)
  return { ...part, method: STORED, crc: crc32(packed), size: packed.length, packed }
}

export function writeZip(parts: Part[]): Blob {
  const [files, entries]: [Uint8Array[], Uint8Array[]] = [[], []]
  let at = 0
  for (const part of parts) {
    const entry = part.entry.slice()
    const fields = view(entry)
    fields.setUint16(8, fields.getUint16(8, true) & ~8, true) // sizes stand in front, not behind
    fields.setUint16(10, part.method, true)
    fields.setUint32(16, part.crc, true)
    fields.setUint32(20, part.packed.length, true)
    fields.setUint32(24, part.size, true)
    fields.setUint32(30, 0, true) // neither extra field nor comment
    fields.setUint32(42, at, true)
    const local = new Uint8Array(LOCAL_LENGTH + entry.length - ENTRY_LENGTH)
    view(local).setUint32(0, 0x04034b50, true)
    local.set(entry.subarray(6, 32), 4)
    local.set(entry.subarray(ENTRY_LENGTH), LOCAL_LENGTH)
    files.push(local, part.packed)
    entries.push(entry)
    at += local.length + part.packed.length
  }
  const end = new Uint8Array(END_LENGTH)
  const fields = view(end)
  fields.setUint32(0, END, true)
  fields.setUint16(8, parts.length, true)
  fields.setUint16(10, parts.length, true)
  fields.setUint32(12, entries.reduce((sum, entry) => sum + entry.length, 0), true)
  fields.setUint32(16, at, true)
  return new Blob([...files, ...entries, end] as BlobPart[])
}

const TABLE = Array.from({ length: 256 }, (_, n) => Array.from({ length: 8 }).reduce<number>((c) => (c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1), n))
const crc32 = (bytes: Uint8Array): number => (bytes.reduce((c, byte) => (TABLE[(c ^ byte) & 255] ?? 0) ^ (c >>> 8), -1) ^ -1) >>> 0
