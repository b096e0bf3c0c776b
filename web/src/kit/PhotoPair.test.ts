//! The caption says when a photo was taken, or that only its arrival is known.
import { mount } from '@vue/test-utils'
import { beforeAll, expect, it, vi } from 'vitest'
import type { CasePhoto } from '@/api/types'
import { i18n, speak } from '@/i18n'
import PhotoPair from './PhotoPair.vue'

beforeAll(() => speak('zh-CN'))
vi.mock('@/app/clock', () => ({ useNow: () => ({ value: new Date('2026-10-30T02:00:00Z') }) }))

const photo = (role: CasePhoto['role'], part: Partial<CasePhoto>): CasePhoto => ({ id: role, role, cycle: 1, distance_m: null, taken_at: null, later: null, here: null, single: null, matches: [], added_at: '2026-10-30T01:30:00Z', ...part })

it('captions by the time taken, else by the time sent', () => {
  const photos = [photo('before', { taken_at: '2026-10-30T01:12:00Z', distance_m: 6.4 }), photo('after', {})]
  const captions = mount(PhotoPair, { props: { photos, title: 'Full bin' }, global: { plugins: [i18n] } }).findAll('figcaption').map((one) => one.text())
  expect(captions).toEqual(['10月30日 09:12，距点位 6 米', '10月30日 09:30 上传'])
})
