//! Writes the wire's types from the API's document: `npm run schema`. The file is not committed, the document is.
import { readFile, writeFile } from 'node:fs/promises'
import openapi, { astToString } from 'openapi-typescript'

const document = JSON.parse(await readFile(new URL('../docs/openapi.json', import.meta.url)))
// the client adds the key to every write, so that a page need not name one
for (const item of Object.values(document.paths))
  for (const operation of Object.values(item))
    for (const parameter of operation.parameters ?? [])
      if (parameter.name === 'Idempotency-Key') parameter.required = false
await writeFile(new URL('src/api/schema.ts', import.meta.url), astToString(await openapi(document)))
