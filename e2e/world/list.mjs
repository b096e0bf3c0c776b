//! A superior's list as a workbook: texts in its cells, photos over them.
import { pack } from './archive.mjs'

const OFFICE = 'http://schemas.openxmlformats.org'
const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
const escape = (text) => String(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;')
const letter = (at) => String.fromCharCode(65 + at)
const kinds = `${OFFICE}/officeDocument/2006/relationships`
const relations = (all) => `${XML}<Relationships xmlns="${OFFICE}/package/2006/relationships">${all.map(([id, kind, target]) => `<Relationship Id="${id}" Type="${kinds}/${kind}" Target="${target}"/>`).join('')}</Relationships>`

/** `title` above the heads; a row's cells are texts, and photos where a cell is an array of them. */
export function listOf(name, title, heads, rows) {
  const photos = rows.flatMap((row, y) => row.flatMap((cell, x) => (Array.isArray(cell) ? cell.map((photo, n) => ({ photo, x, y: y + 2, n })) : [])))
  const cell = (text, x, y) => (Array.isArray(text) || text === '' ? '' : `<c r="${letter(x)}${y + 1}" t="inlineStr"><is><t>${escape(text)}</t></is></c>`)
  const row = (cells, y) => `<row r="${y + 1}" ht="60" customHeight="1">${cells.map((text, x) => cell(text, x, y)).join('')}</row>`
  const anchor = ({ x, y, n }, at) =>
    `<xdr:oneCellAnchor><xdr:from><xdr:col>${x}</xdr:col><xdr:colOff>${20000 + n * 200000}</xdr:colOff><xdr:row>${y}</xdr:row><xdr:rowOff>20000</xdr:rowOff></xdr:from><xdr:ext cx="180000" cy="600000"/><xdr:pic><xdr:nvPicPr><xdr:cNvPr id="${at + 2}" name="p${at}"/><xdr:cNvPicPr/></xdr:nvPicPr><xdr:blipFill><a:blip r:embed="rId${at + 1}"/></xdr:blipFill><xdr:spPr/></xdr:pic><xdr:clientData/></xdr:oneCellAnchor>`
  const sheet = [[title], heads, ...rows].map(row).join('')
  const files = new Map([
    ['_rels/.rels', relations([['rId1', 'officeDocument', 'xl/workbook.xml']])],
    ['xl/workbook.xml', `${XML}<workbook xmlns="${OFFICE}/spreadsheetml/2006/main" xmlns:r="${kinds}"><sheets><sheet name="清单" sheetId="1" r:id="rId1"/></sheets></workbook>`],
    ['xl/_rels/workbook.xml.rels', relations([['rId1', 'worksheet', 'worksheets/sheet1.xml']])],
    ['xl/worksheets/sheet1.xml', `${XML}<worksheet xmlns="${OFFICE}/spreadsheetml/2006/main" xmlns:r="${kinds}"><sheetData>${sheet}</sheetData><mergeCells><mergeCell ref="A1:${letter(heads.length - 1)}1"/></mergeCells><drawing r:id="rId1"/></worksheet>`],
    ['xl/worksheets/_rels/sheet1.xml.rels', relations([['rId1', 'drawing', '../drawings/drawing1.xml']])],
    ['xl/drawings/drawing1.xml', `${XML}<xdr:wsDr xmlns:xdr="${OFFICE}/drawingml/2006/spreadsheetDrawing" xmlns:a="${OFFICE}/drawingml/2006/main" xmlns:r="${kinds}">${photos.map(anchor).join('')}</xdr:wsDr>`],
    ['xl/drawings/_rels/drawing1.xml.rels', relations(photos.map((_, at) => [`rId${at + 1}`, 'image', `../media/${at}.jpg`]))],
  ].map(([part, text]) => [part, Buffer.from(text)]))
  photos.forEach(({ photo }, at) => files.set(`xl/media/${at}.jpg`, photo.buffer))
  return { name, mimeType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', buffer: pack(files) }
}
