//! What the map of open cases and the list beside it share.
import type { RouteLocationRaw } from 'vue-router'
import type { CasePoint } from '@/api/types'

/** So many overdue cases make an area adverse. */
export const HATCH_FROM = 3
/** From here on the single cases can be told apart. */
export const POINTS_FROM = 2

/** An area of the drawing with what lies there. */
export interface Drawn {
  id: string
  name: string
  path: string
  x: number
  y: number
  open: number
  overdue: number
}
/** A case where it lies in the drawing. */
export type Placed = CasePoint & { at: [number, number] }

/** The list of an area's open cases; home itself has none of its own, since its list holds those of all areas. */
export const listAt = (area: string, home: string | undefined, view?: string): RouteLocationRaw | null => (area === home ? null : { name: 'cases', query: { ...(view ? { view } : {}), area } })
export const caseAt = (id: string): RouteLocationRaw => ({ name: 'cases', params: { id } })

/** Overdue ones first, else in the order that came: by deadline. */
export const lateFirst = <T extends { late: boolean }>(points: T[]): T[] => [...points.filter(({ late }) => late), ...points.filter(({ late }) => !late)]
