//! What the kit page shows its parts with: one case with history, stages and photos. Its words are messages, so it speaks both languages.
import type { CaseView } from '@/api/types'

const at = (hours: number): string => new Date(Date.UTC(2026, 9, 28, 0, 41) + hours * 3_600_000).toISOString()
const org = { id: 'o', name: 'A' }

export const stages: CaseView['stages'] = [
  { stage: 'dispatch', cycle: 1, from: at(0), to: at(0.43), minutes: 26, remaining_minutes: null, limit_words: null, deadline: null, running: false },
  { stage: 'accept', cycle: 1, from: at(0.43), to: at(1.1), minutes: 41, remaining_minutes: null, limit_words: null, deadline: null, running: false },
  { stage: 'handle', cycle: 1, from: at(1.1), to: null, minutes: 1620, remaining_minutes: 480, limit_words: null, deadline: at(48), running: true },
]

const plain = { for_person: null, deadline: null, level: null, limit_words: null, condition: null, reached: null, other: null }

export const steps: CaseView['moves'] = [
  { id: '1', verb: 'register', from: 'reported', to: 'registered', at: at(0), org, person: { id: 'p', name: 'B' }, reason: null, by_rule: false, cycle: 1, ...plain },
  { id: '2', verb: 'dispatch', from: 'registered', to: 'dispatched', at: at(0.43), org, person: null, reason: null, by_rule: true, cycle: 1, ...plain },
  { id: '3', verb: 'accept', from: 'dispatched', to: 'accepted', at: at(1.1), org, person: { id: 'p', name: 'C' }, reason: null, by_rule: false, cycle: 1, ...plain },
]

export const allowed: CaseView['allowed'] = [
  { verb: 'verify', needs: [] },
  { verb: 'send_back', needs: ['reason'] },
  { verb: 'shelve', needs: ['reason'] },
]

export const barred: CaseView['barred'] = [{ verb: 'verify', rule: 'case.own_work' }]
