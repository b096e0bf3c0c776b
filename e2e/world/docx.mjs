//! Papers as they come out of a click.
import { readFile } from 'node:fs/promises'
import { unpack } from './archive.mjs'

/** What a click downloads: its name and its bytes. */
export async function download(page, click) {
  const [file] = await Promise.all([page.waitForEvent('download'), click()])
  return { name: file.suggestedFilename(), bytes: await readFile(await file.path()) }
}

/** A DOCX that a click downloads: its words, a line a paragraph, its body, and the addresses that it links to. */
export async function paper(page, click) {
  const { name, bytes } = await download(page, click)
  const files = unpack(bytes)
  const body = files.get('word/document.xml').toString()
  const links = [...(files.get('word/_rels/document.xml.rels') ?? '').toString().matchAll(/Target="(https?:[^"]+)"/g)].map(([, address]) => address.replaceAll('&amp;', '&'))
  return { name, body, links, text: body.replace(/<\/w:p>/g, '\n').replace(/<[^>]+>/g, '') }
}
