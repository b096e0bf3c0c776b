//! What a browser says of itself, short enough for people: the browser and what it runs on.
const BROWSERS: [RegExp, string][] = [
  [/MicroMessenger/, 'WeChat'], [/DingTalk/, 'DingTalk'], [/Edg/, 'Edge'], [/QQBrowser/, 'QQ'], [/UCBrowser/, 'UC'], [/HuaweiBrowser/, 'Huawei'], [/Firefox/, 'Firefox'], [/Chrome/, 'Chrome'], [/Safari/, 'Safari'],
]
const SYSTEMS: [RegExp, string][] = [
  [/HarmonyOS/, 'HarmonyOS'], [/Android/, 'Android'], [/iPhone|iPad/, 'iOS'], [/Windows/, 'Windows'], [/Mac OS X/, 'macOS'], [/Linux/, 'Linux'],
]
const first = (list: [RegExp, string][], agent: string): string | null => list.find(([pattern]) => pattern.test(agent))?.[1] ?? null

export function device(agent: string): { browser: string; system: string } | null {
  const [browser, system] = [first(BROWSERS, agent), first(SYSTEMS, agent)]
  return browser && system ? { browser, system } : null
}
