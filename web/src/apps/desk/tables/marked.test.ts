//! A marked table holds all that it held and, beside its rows, what is wrong with them.
import { deflateRawSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { markTable } from './marked'
import { openZip, textOf } from './zip'

const SHEET = '<worksheet><sheetData><row r="1" spans="1:2"><c r="A1" t="inlineStr"><is><t>名称</t></is></c><c r="B1"/></row><row r="3"><c r="AB3"><v>1</v></c></row><row r="4"/></sheetData></worksheet>'
const TEXTS: Record<string, string> = {
  'xl/workbook.xml': '<workbook><sheets><sheet name="说明" sheetId="1" r:id="rId1"/><sheet name="甲&amp;乙" sheetId="2" r:id="rId7"/></sheets></workbook>',
  'xl/_rels/workbook.xml.rels': '<Relationships><Relationship Id="rId7" Target="worksheets/sheet2.xml"/><Relationship Target="/xl/worksheets/sheet1.xml" Id="rId1"/></Relationships>',
  'xl/worksheets/sheet1.xml': '<worksheet/>',
  'xl/worksheets/sheet2.xml': SHEET,
}

/** A ZIP of compressed parts, with only the fields that are read. */
function zip(texts: Record<string, string>): Uint8Array<ArrayBuffer> {
  const [files, entries]: Buffer[][] = [[], []]
  let at = 0
  for (const [name, text] of Object.entries(texts)) {
    const [title, packed, local, entry] = [Buffer.from(name), deflateRawSync(text), Buffer.alloc(30), Buffer.alloc(46)]
    local.writeUInt32LE(0x04034b50)
    local.writeUInt16LE(title.length, 26)
    entry.writeUInt32LE(0x02014b50)
    entry.writeUInt16LE(8, 10)
    entry.writeUInt32LE(crc(Buffer.from(text)), 16)
    entry.writeUInt32LE(packed.length, 20)
    entry.writeUInt32LE(Buffer.byteLength(text), 24)
    entry.writeUInt16LE(title.length, 28)
    entry.writeUInt32LE(at, 42)
    files?.push(local, title, packed)
    entries?.push(entry, title)
    at += 30 + title.length + packed.length
  }
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50)
  end.writeUInt16LE(Object.keys(texts).length, 10)
  end.writeUInt32LE(at, 16)
  return new Uint8Array(Buffer.concat([...(files ?? []), ...(entries ?? []), end]))
}
function crc(bytes: Buffer): number {
  let c = -1
  for (const byte of bytes) {
    c ^= byte
    for (let bit = 0; bit < 8; bit += 1) c = c & 1 ? 0xedb88320 ^ (c >>> 1) : c >>> 1
  }
  return (c ^ -1) >>> 0
}

it('writes the faults of an XLSX right of all that is filled, in the sheet they are of', async () => {
  const faults = [{ sheet: '甲&乙', row: 3, words: '级别：没有<这个>' }, { sheet: '甲&乙', row: 3, words: '代码：太长' }, { sheet: '甲&乙', row: 4, words: '必须填' }]
  const marked = await markTable(new File([zip(TEXTS)], '表.xlsx'), faults, '错处')
  const parts = openZip(new Uint8Array(await marked.arrayBuffer()))
  const read = Object.fromEntries(await Promise.all(parts.map(async (part) => [part.name, await textOf(part)] as const)))
  expect(Object.keys(read)).toEqual(Object.keys(TEXTS))
  expect(read['xl/workbook.xml']).toBe(TEXTS['xl/workbook.xml'])
  expect(read['xl/worksheets/sheet1.xml']).toBe('<worksheet/>')
  const sheet = read['xl/worksheets/sheet2.xml'] ?? ''
  expect(sheet).toContain('<row r="1"><c r="A1" t="inlineStr"><is><t>名称</t></is></c><c r="B1"/><c r="AC1" t="inlineStr"><is><t xml:space="preserve">错处</t></is></c></row>')
  expect(sheet).toContain('<c r="AB3"><v>1</v></c><c r="AC3" t="inlineStr"><is><t xml:space="preserve">级别：没有&lt;这个&gt;\n代码：太长</t></is></c></row>')
  expect(sheet).toContain('<row r="4"><c r="AC4" t="inlineStr"><is><t xml:space="preserve">必须填</t></is></c></row>')
})

it('writes the faults of a CSV behind the last column, by the line a record begins on', async () => {
  const text = '代码,名称\r\n1,"甲\n乙,""丙"""\r\n2\r\n\r\n3,丁\r\n'
  const marked = await markTable(new File([text], 'a.csv'), [{ row: 2, words: '=太长' }, { row: 4, words: '缺"名称"' }], '错处')
  expect(await marked.text()).toBe('\ufeff代码,名称,"错处"\r\n1,"甲\r\n乙,""丙""","\'=太长"\r\n2,,"缺""名称"""\r\n\r\n3,丁\r\n')
})

it('reads a CSV in GB18030', async () => {
  const marked = await markTable(new File([new Uint8Array([0xc3, 0xfb, 0x0a, 0xbc, 0xd7])], 'a.csv'), [{ row: 2, words: '错' }], '错处')
  expect(await marked.text()).toBe('\ufeff名,"错处"\r\n甲,"错"')
})
