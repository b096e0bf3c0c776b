//! Writes `.br` and `.gz` beside every built file that shrinks, so that the server only has to pick one.
import { promises as fs } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import type { Plugin } from 'vite'

const brotli = promisify(brotliCompress)
const zip = promisify(gzip)
const TEXT = /\.(js|css|html|svg|json|webmanifest)$/
const LEAST = 1024

export function compress(): Plugin {
  return {
    name: 'wenming:compress',
    apply: 'build',
    async writeBundle(options, bundle) {
      const folder = options.dir ?? ''
      const files = Object.keys(bundle).filter((file) => TEXT.test(file))
      await Promise.all(files.map((file) => beside(join(folder, file))))
    },
  }
}

async function beside(file: string): Promise<void> {
  const plain = await fs.readFile(file)
  if (plain.length < LEAST) return
  const quality = { [constants.BROTLI_PARAM_QUALITY]: 11 }
  await fs.writeFile(`${file}.br`, await brotli(plain, { params: quality }))
  await fs.writeFile(`${file}.gz`, await zip(plain, { level: 9 }))
}
