//! Which icon and which colour a status word has; the word itself is a message.
import type { CaseTag } from '@/api/types'
import type { IconName } from './icons'

export type TagTone = 'hold' | 'accent' | 'late' | 'soon' | 'done'

const LOOK: Record<CaseTag, [IconName, TagTone]> = {
  reported: ['ring', 'hold'],
  registered: ['ring', 'hold'],
  dispatched: ['ring', 'hold'],
  accepted: ['half', 'accent'],
  rectified: ['eye', 'accent'],
  verified: ['check', 'accent'],
  closed: ['closed', 'done'],
  rejected: ['barred', 'hold'],
  shelved: ['pause', 'hold'],
  merged: ['merge', 'hold'],
  cancelled: ['barred', 'hold'],
  supervised: ['flag', 'late'],
  overdue: ['warning', 'late'],
  reopened: ['again', 'late'],
  rework: ['back', 'soon'],
  returned: ['back', 'soon'],
  extension_asked: ['clock', 'soon'],
  due_soon: ['clock', 'soon'],
  coordination: ['people', 'late'],
  no_verifier: ['people', 'late'],
  not_rechecked: ['eye', 'hold'],
  waits_for_children: ['directory', 'hold'],
  child: ['directory', 'hold'],
}

export const STATES = ['reported', 'registered', 'dispatched', 'accepted', 'rectified', 'verified', 'closed', 'rejected', 'shelved', 'merged', 'cancelled'] as const
export const FACTS = ['supervised', 'overdue', 'reopened', 'rework', 'returned', 'extension_asked', 'due_soon', 'coordination', 'no_verifier', 'not_rechecked', 'waits_for_children', 'child'] as const
export const SOURCES = ['patrol', 'report', 'public', 'superior', 'survey', 'complaint', 'spot_check'] as const

export const tagLook = (tag: CaseTag): { icon: IconName; tone: TagTone } => {
  const [icon, tone] = LOOK[tag]
  return { icon, tone }
}
