//! Fails the build when an entry or a route outgrows its budget, counted in brotli bytes over all it loads.
import { brotliCompressSync } from 'node:zlib'
import type { Plugin, Rolldown } from 'vite'

export interface Budget {
  /** Kilobytes of everything the first page loads before any route. */
  entry: number
  /** Kilobytes that one lazily loaded route may add to the entry. */
  route: number
}

type Chunk = Rolldown.OutputChunk
type Bundle = Record<string, Chunk | Rolldown.OutputAsset>

export function budget(limits: Budget): Plugin {
  return {
    name: 'wenming:budget',
    apply: 'build',
    generateBundle(_options, bundle) {
      for (const line of over(bundle as Bundle, limits, (text) => this.info(text))) this.error(line)
    },
  }
}

function over(bundle: Bundle, limits: Budget, tell: (text: string) => void): string[] {
  const chunks = Object.values(bundle).filter((item): item is Chunk => item.type === 'chunk')
  const entry = chunks.find((chunk) => chunk.isEntry)
  if (!entry) return ['the build has no entry']
  const first = closure(bundle, entry)
  const lines = [check('entry', weight(bundle, first), limits.entry, tell)]
  for (const chunk of chunks.filter((one) => one.isDynamicEntry)) {
    const added = closure(bundle, chunk).filter((file) => !first.includes(file))
    lines.push(check(chunk.name, weight(bundle, added), limits.route, tell))
  }
  return lines.filter((line) => line !== '')
}

/** A chunk, what it imports at once, and the style sheets of all these. */
function closure(bundle: Bundle, start: Chunk): string[] {
  const seen = new Set<string>()
  const walk = (chunk: Chunk): void => {
    if (seen.has(chunk.fileName)) return
    seen.add(chunk.fileName)
    chunk.viteMetadata?.importedCss.forEach((file) => seen.add(file))
    for (const file of chunk.imports) {
      const next = bundle[file]
      if (next?.type === 'chunk') walk(next)
    }
  }
  walk(start)
  return [...seen]
}

function weight(bundle: Bundle, files: string[]): number {
  const bytes = files.map((file) => {
    const item = bundle[file]
    if (!item) return 0
    const text = item.type === 'chunk' ? item.code : item.source
    return brotliCompressSync(Buffer.from(text)).length
  })
  return bytes.reduce((sum, one) => sum + one, 0) / 1024
}

function check(name: string, size: number, limit: number, tell: (text: string) => void): string {
  tell(`${name}: ${size.toFixed(1)} of ${limit} KB brotli`)
  return size > limit ? `${name} weighs ${size.toFixed(1)} KB in brotli, its budget is ${limit} KB` : ''
}
