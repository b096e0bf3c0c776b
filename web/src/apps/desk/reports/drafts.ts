//! Words of a paragraph that are not saved yet, kept on the device until they are saved or given up.
import type { Run } from '@/api/types'

const name = (report: string, block: string): string => `wenming.paper.${report}.${block}`

export const keepWords = (report: string, block: string, runs: Run[]): void => localStorage.setItem(name(report, block), JSON.stringify(runs))
export const dropWords = (report: string, block: string): void => localStorage.removeItem(name(report, block))

export function keptWords(report: string, block: string): Run[] | null {
  try {
    const found: unknown = JSON.parse(localStorage.getItem(name(report, block)) ?? 'null')
    return Array.isArray(found) ? (found as Run[]) : null
  } catch {
    return null
  }
}
