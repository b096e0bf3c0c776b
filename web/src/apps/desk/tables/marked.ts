//! The table that was sent in, with what is wrong beside its rows: all else of the file stays as it is.
import { openZip, textOf, withText, writeZip } from './zip'

export interface RowFault {
  /** The sheet's name; the first sheet where none is told. */
  sheet?: string
  /** As the spreadsheet counts, from 1. */
  row: number
  words: string
}

/** Can the file be marked at all? */
export const markable = (name: string): boolean => /\.(xlsx|csv)$/i.test(name)

export async function markTable(file: File, faults: RowFault[], head: string): Promise<Blob> {
  const bytes = new Uint8Array(await file.arrayBuffer())
  if (/\.csv$/i.test(file.name)) return new Blob([`\ufeff${markCsv(decoded(bytes), together(faults, head))}`], { type: 'text/csv;charset=utf-8' })
  const parts = openZip(bytes)
  const text = async (name: string): Promise<string> => {
    const part = parts.find((one) => one.name === name)
    return part ? textOf(part) : ''
  }
  const paths = sheetPaths(await text('xl/workbook.xml'), await text('xl/_rels/workbook.xml.rels'))
  const written = new Map<string, string>()
  for (const sheet of new Set(faults.map((fault) => fault.sheet))) {
    const path = (sheet === undefined ? undefined : paths.get(sheet)) ?? [...paths.values()][0] ?? ''
    written.set(path, markSheet(written.get(path) ?? (await text(path)), together(faults.filter((fault) => fault.sheet === sheet), head)))
  }
  return writeZip(parts.map((part) => (written.has(part.name) ? withText(part, written.get(part.name) ?? '') : part)))
}

/** By row, the head above them. */
function together(faults: RowFault[], head: string): Map<number, string> {
  const rows = new Map([[1, head]])
  for (const { row, words } of faults) rows.set(row, rows.has(row) && row > 1 ? `${rows.get(row) ?? ''}\n${words}` : words)
  return rows
}

function decoded(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

const cell = (value: string): string => `"${(/^[=+\-@\t]/.test(value) ? `'${value}` : value).replaceAll('"', '""')}"`

/** A record may go over several lines; its number is that of the line it begins on. */
function markCsv(text: string, faults: Map<number, string>): string {
  const records: { line: number; text: string }[] = []
  let open = false
  text.split(/\r?\n/).forEach((line, at) => {
    const last = records.at(-1)
    if (open && last) last.text += `\r\n${line}`
    else records.push({ line: at + 1, text: line })
    if ((line.match(/"/g)?.length ?? 0) % 2 === 1) open = !open
  })
  const width = Math.max(...records.map((record) => fields(record.text)))
  return records.map(({ line, text: record }) => {
    const words = faults.get(line)
    return words === undefined || record === '' ? record : record + ','.repeat(width - fields(record) + 1) + cell(words)
  }).join('\r\n')
}
const fields = (record: string): number => record.replace(/"(?:[^"]|"")*"/g, '').split(',').length

const attribute = (tag: string, name: string): string => new RegExp(`\\s(?:\\w+:)?${name}="([^"]*)"`).exec(tag)?.[1] ?? ''
const unescaped = (text: string): string => text.replace(/&(lt|gt|quot|apos|amp);/g, (_, name: string) => ({ lt: '<', gt: '>', quot: '"', apos: "'", amp: '&' })[name] ?? '')
const escaped = (text: string): string => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')

function sheetPaths(book: string, links: string): Map<string, string> {
  const targets = new Map([...links.matchAll(/<(?:\w+:)?Relationship\s[^>]*>/g)].map(([tag]) => [attribute(tag, 'Id'), attribute(tag, 'Target')]))
  const sheets = [...book.matchAll(/<(?:\w+:)?sheet\s[^>]*>/g)].map(([tag]) => {
    const target = targets.get(/\sr:id="([^"]*)"/.exec(tag)?.[1] ?? '') ?? ''
    return [unescaped(attribute(tag, 'name')), target.startsWith('/') ? target.slice(1) : `xl/${target}`] as const
  })
  return new Map(sheets)
}

/** The words as a further cell, right of all that is filled. */
function markSheet(xml: string, faults: Map<number, string>): string {
  const columns = [...xml.matchAll(/<(?:\w+:)?c\s[^>]*?\br="([A-Z]+)\d+"/g)].map(([, letters = '']) => numberOf(letters))
  const column = lettersOf(columns.reduce((most, one) => Math.max(most, one), 0) + 1)
  return xml.replace(/<((?:\w+:)?)row(\s[^>]*?)(?:\/>|>([\s\S]*?)<\/\1row>)/g, (whole, prefix: string, told: string, cells: string | undefined) => {
    const words = faults.get(Number(attribute(told, 'r')))
    if (words === undefined) return whole
    const marked = `<${prefix}c r="${column}${attribute(told, 'r')}" t="inlineStr"><${prefix}is><${prefix}t xml:space="preserve">${escaped(words)}</${prefix}t></${prefix}is></${prefix}c>`
    return `<${prefix}row${told.replace(/\sspans="[^"]*"/, '')}>${cells ?? ''}${marked}</${prefix}row>`
  })
}
const numberOf = (letters: string): number => [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0)
const lettersOf = (n: number): string => (n > 0 ? lettersOf(Math.floor((n - 1) / 26)) + String.fromCharCode(65 + ((n - 1) % 26)) : '')
