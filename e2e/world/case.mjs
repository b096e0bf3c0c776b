//! Cases made by calls, for journeys that begin later in the loop.
import { newId } from './person.mjs'
import { photo } from './photo.mjs'

/** Stores a photo and gives its id. */
export async function store(world, person, words) {
  const id = newId()
  await person.take('POST', '/api/files', { key: id, multipart: { file: await photo(world, words), meta: '{}' } })
  return id
}

/** A case found in an area (by name) of a kind (by code), as this person reports it. */
export async function report(world, person, { title, place, area, category }) {
  const areas = await person.take('GET', '/api/areas')
  const { id } = areas.find((one) => one.name === area)
  const photos = [await store(world, person, title)]
  return person.take('POST', '/api/cases', { key: newId(), data: { title, place, area: id, category, photos, source: 'report', position: null } })
}

/** One verb on a case as it stands. */
export const step = (person, view, verb, body = {}) =>
  person.take('POST', `/api/cases/${view.id}/${verb}`, { data: { version: view.version, ...body } })
