//! ZIP archives and what is made of them: reading any, writing plain ones, and a workbook of one sheet.
import { crc32, inflateRawSync } from 'node:zlib'

/** The files of an archive by name, found by the list at its end. */
export function unpack(archive) {
  const files = new Map()
  let at = archive.readUInt32LE(archive.lastIndexOf(Buffer.from('PK\x05\x06')) + 16)
  while (archive.readUInt32LE(at) === 0x02014b50) {
    const [packed, long, extra, note] = [archive.readUInt32LE(at + 20), archive.readUInt16LE(at + 28), archive.readUInt16LE(at + 30), archive.readUInt16LE(at + 32)]
    const local = archive.readUInt32LE(at + 42)
    const from = local + 30 + archive.readUInt16LE(local + 26) + archive.readUInt16LE(local + 28)
    const bytes = archive.subarray(from, from + packed)
    files.set(archive.toString('utf8', at + 46, at + 46 + long), archive.readUInt16LE(at + 10) === 0 ? bytes : inflateRawSync(bytes))
    at += 46 + long + extra + note
  }
  return files
}

/** What both headers of a file say of it: stored as it is, no date. */
function facts(name, bytes) {
  const head = Buffer.alloc(26)
  head.writeUInt16LE(20, 0)
  head.writeUInt16LE(0x0800, 2)
  head.writeUInt32LE(crc32(bytes), 10)
  head.writeUInt32LE(bytes.length, 14)
  head.writeUInt32LE(bytes.length, 18)
  head.writeUInt16LE(name.length, 22)
  return head
}
const number = (value, size) => {
  const bytes = Buffer.alloc(size)
  bytes.writeUIntLE(value, 0, size)
  return bytes
}

/** An archive of files by name. */
export function pack(files) {
  const [parts, list] = [[], []]
  let at = 0
  for (const [words, bytes] of files) {
    const name = Buffer.from(words)
    const head = facts(name, bytes)
    list.push(Buffer.from('PK\x01\x02\x14\x00'), head, Buffer.alloc(10), number(at, 4), name)
    parts.push(Buffer.from('PK\x03\x04'), head, name, bytes)
    at += 4 + head.length + name.length + bytes.length
  }
  const listed = Buffer.concat(list)
  const end = [Buffer.from('PK\x05\x06\0\0\0\0'), number(files.size, 2), number(files.size, 2), number(listed.length, 4), number(at, 4), number(0, 2)]
  return Buffer.concat([...parts, listed, ...end])
}

const escape = (text) => String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const OFFICE = 'http://schemas.openxmlformats.org'
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const relations = (kind, target) => `${XML}<Relationships xmlns="${OFFICE}/package/2006/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument/2006/relationships/${kind}" Target="${target}"/></Relationships>`

/** A workbook of one sheet as a file for an upload; the first row holds the columns' names. */
export function workbook(sheet, rows) {
  const cells = (row) => row.map((cell) => `<c t="inlineStr"><is><t>${escape(cell)}</t></is></c>`).join('')
  const type = (part, kind) => `<Override PartName="${part}" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.${kind}+xml"/>`
  const files = {
    '[Content_Types].xml': `${XML}<Types xmlns="${OFFICE}/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>${type('/xl/workbook.xml', 'sheet.main')}${type('/xl/worksheets/sheet1.xml', 'worksheet')}</Types>`,
    '_rels/.rels': relations('officeDocument', 'xl/workbook.xml'),
    'xl/workbook.xml': `${XML}<workbook xmlns="${OFFICE}/spreadsheetml/2006/main" xmlns:r="${OFFICE}/officeDocument/2006/relationships"><sheets><sheet name="${escape(sheet)}" sheetId="1" r:id="rId1"/></sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': relations('worksheet', 'worksheets/sheet1.xml'),
    'xl/worksheets/sheet1.xml': `${XML}<worksheet xmlns="${OFFICE}/spreadsheetml/2006/main"><sheetData>${rows.map((row) => `<row>${cells(row)}</row>`).join('')}</sheetData></worksheet>`,
  }
  const bytes = pack(new Map(Object.entries(files).map(([name, text]) => [name, Buffer.from(text)])))
  return { name: `${sheet}.xlsx`, mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', buffer: bytes }
}
