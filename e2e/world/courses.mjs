//! The courses that a case may take, each walked on its screens by those whose step it is: the clerk at the desk, who
//! fixes and who verifies on the phone.
import assert from 'node:assert/strict'
import { because, dispatch, onDesk, toUnit } from './desk.mjs'
import { accept, askForTime, fill, giveBack, pass, rectify, reported, send, sendBack } from './phone.mjs'
import { photo } from './photo.mjs'

const view = (person, { id }) => person.take('GET', `/api/cases/${id}`)

/** A case found by the grid worker and sent to the unit that the rule finds. */
async function given({ world, clerk, grid }, place) {
  const one = await reported(world, grid, { place })
  await dispatch(clerk, one)
  return one
}
/** From accepted to closed: verified by the registering office, or where the unit itself registered, by the one above it. */
export async function finish({ world, unit }, one, checks) {
  await rectify(world, unit, one)
  await pass(checks, one)
}

/** Accepted from the unit's list, put right with a photo after, verified. */
export async function straight(crew, one) {
  const { clerk, unit } = crew
  await dispatch(clerk, one)
  await unit.open('/m/')
  await unit.page.getByText(new RegExp(`${one.number}$`)).click()
  await unit.page.getByRole('button', { name: '受理', exact: true }).click()
  await unit.page.getByRole('heading', { name: `整改 ${one.number}` }).waitFor()
  assert.ok(await unit.page.getByRole('button', { name: '报完成' }).isDisabled(), 'nothing is done without a photo')
  await finish(crew, one, crew.verifier)
  const { state, photos } = await view(clerk, one)
  assert.deepEqual([state, photos.filter(({ role }) => role === 'after').length], ['closed', 1], 'closed with its photo after')
}

/** Returned as not ours by two units; the office decides, and that binds. */
export async function returned(crew, one, names) {
  const { clerk, unit, other } = crew
  for (const [person, name] of [[other, names.other], [unit, names.unit]]) {
    await dispatch(clerk, one, name)
    await giveBack(person, one)
  }
  assert.ok((await view(clerk, one)).facts.includes('coordination'), 'returned twice it is for coordination')
  await onDesk(clerk, one, '派遣', async (bar) => {
    await bar.getByText('这次派遣后不能再退回').waitFor()
    await toUnit(clerk.page, bar, names.unit)
  })
  await unit.open(`/m/case/${one.id}`)
  await unit.page.getByText('已退回两次，创建办协调后派遣的不能再退回').waitFor()
  assert.equal(await unit.page.getByRole('button', { name: '不归我管' }).count(), 0, 'what was coordinated cannot be returned')
  await accept(unit, one)
  await finish(crew, one, crew.verifier)
}

/** More time asked for on the phone and granted at the desk. */
export async function extended(crew, place) {
  const { clerk, unit } = crew
  const one = await given(crew, place)
  const { deadline } = await view(clerk, one)
  await askForTime(unit, one, 2, '连日下雨')
  await onDesk(clerk, one, '批准延期', (bar) => bar.getByText('申请延 2 个工作日：连日下雨').waitFor())
  const granted = await view(clerk, one)
  assert.ok(granted.deadline > deadline && granted.extensions === 1, 'the deadline moves once')
  await accept(unit, one)
  await finish(crew, one, crew.above)
  return one
}

/** Sent back for rework once. */
export async function reworked(crew, place) {
  const { world, unit, above } = crew
  const one = await given(crew, place)
  await accept(unit, one)
  await rectify(world, unit, one)
  await sendBack(above, one, '墙角还有')
  await unit.open(`/m/case/${one.id}`)
  await unit.page.getByText('上次复查未通过：墙角还有').waitFor()
  await finish(crew, one, crew.above)
  return one
}

/** Accepted and then left lying. */
export async function neglected(crew, place) {
  const one = await given(crew, place)
  await accept(crew.unit, one)
  return one
}

/** Found and fixed in one visit; verified only where the draw says so. */
export async function onTheSpot({ world, clerk, grid, above }, place) {
  const { page } = grid
  await grid.open('/m/report')
  await fill(world, page, { place, photos: 2 })
  await page.getByLabel('当场已改好').check()
  assert.ok(await page.getByText(/还差：整改后照片/).isVisible(), 'the photo after is wanted')
  await page.setInputFiles('#fixed', [await photo(world, `${place} clean`)])
  const one = await send(page)
  const { moves, spot, state } = await view(clerk, one)
  assert.ok(moves.some((move) => move.verb === 'fix_on_spot'), 'fixed on the spot')
  await clerk.open(`/desk/cases/${one.id}?view=all`)
  await clerk.page.locator('.facts').getByText(spot === 'drawn' ? '抽中复查' : '未抽中，不再复查').waitFor()
  if (spot === 'drawn') await pass(above, one)
  else assert.equal(state, 'closed', 'what is not drawn is closed by rule')
  return { ...one, drawn: spot === 'drawn' }
}

/** Closed, found again and reopened; the second cycle comes to its end as well. */
export async function rebounded(crew, place) {
  const { clerk, unit } = crew
  const one = await given(crew, place)
  await accept(unit, one)
  await finish(crew, one, crew.above)
  await onDesk(clerk, one, '重开', because('又有人乱扔'))
  const again = await view(clerk, one)
  assert.deepEqual([again.state, again.tag, again.cycle], ['dispatched', 'reopened', 2])
  await accept(unit, one)
  await finish(crew, one, crew.above)
  return one
}

/** Shelved with a reason and resumed where it was. */
export async function shelved(crew, place) {
  const { clerk, unit } = crew
  const one = await given(crew, place)
  await accept(unit, one)
  await onDesk(clerk, one, '挂账', because('等清淤'))
  assert.equal((await view(clerk, one)).state, 'shelved')
  await clerk.page.getByRole('button', { name: '恢复办理' }).click()
  await clerk.page.getByText(`${one.number} 已恢复办理`).waitFor()
  assert.equal((await view(clerk, one)).state, 'accepted', 'resumed where it was')
  await finish(crew, one, crew.above)
  return one
}

/** Registered by mistake and cancelled with a reason. */
export async function cancelled({ world, clerk, grid }, place) {
  const one = await reported(world, grid, { place })
  await onDesk(clerk, one, '作废此案', because('登记错了'))
  const { state, moves } = await view(clerk, one)
  assert.deepEqual([state, moves[0].reason], ['cancelled', '登记错了'])
  return one
}
