//! The wire: every route with its query, body and answer, in the shape that `openapi-typescript` writes.

type Json<T> = { content: { 'application/json': T } }
type Answers<T> = { 200: { headers: Record<string, unknown> } & Json<T> }
type Params<Q, P> = { query?: Q; header?: { 'Idempotency-Key'?: string }; cookie?: never } & ([P] extends [never] ? { path?: never } : { path: P })
type Get<R, Q = never, P = never> = { parameters: Params<Q, P>; requestBody?: never; responses: Answers<R> }
type Send<B, R, P = never> = { parameters: Params<never, P>; requestBody: Json<B>; responses: Answers<R> }
type Id = { id: string }
type FigureAsk = { area?: string; org?: string; period?: string; as_of?: number }

export interface paths {
  '/api/session': { get: Get<S['SessionView']>; post: Send<S['SignIn'], void>; delete: Get<void> }
  '/api/session/password': { post: Send<{ old: string; new: string }, void> }
  '/api/sessions': { get: Get<S['SessionRow'][]> }
  '/api/sessions/{id}': { delete: Get<void, never, Id> }
  '/api/areas': { get: Get<S['Area'][]> }
  '/api/organisations': { get: Get<S['Organisation'][]> }
  '/api/categories': { get: Get<S['Category'][]> }
  '/api/cases': { get: Get<S['CasePage'], S['CaseAsk']>; post: Send<S['NewCase'], S['CaseView']> }
  '/api/cases/counts': { get: Get<S['CaseCounts']> }
  '/api/cases/suggest': { get: Get<S['Suggestion'], { category: string; area: string }> }
  '/api/cases/{id}': { get: Get<S['CaseView'], never, Id> }
  '/api/cases/{id}/{verb}': { post: Send<S['CaseMove'], S['CaseView'], Id & { verb: string }> }
  '/api/files': { post: { parameters: Params<never, never>; requestBody: { content: { 'multipart/form-data': FormData } }; responses: Answers<S['FileView']> } }
  '/api/metrics': { get: Get<S['Metric'][]> }
  '/api/figures/{metric}': { get: Get<S['Figure'], FigureAsk, { metric: string }> }
  '/api/figures/{metric}/split': { get: Get<S['Split'], FigureAsk & { by: string }, { metric: string }> }
  '/api/figures/{metric}/postings': { get: Get<S['PostingPage'], FigureAsk & { after?: string }, { metric: string }> }
  '/api/waiting': { get: Get<S['Waiting']> }
}

type S = components['schemas']
type State = 'reported' | 'registered' | 'dispatched' | 'accepted' | 'rectified' | 'verified' | 'closed' | 'rejected' | 'shelved' | 'merged' | 'cancelled'
type Fact = 'supervised' | 'overdue' | 'reopened' | 'rework' | 'returned' | 'extension_asked' | 'due_soon'
type Source = 'patrol' | 'report' | 'public' | 'superior' | 'survey' | 'complaint' | 'spot_check'
type Verb = 'report' | 'fall_due' | 'register' | 'reject' | 'dispatch' | 'accept' | 'return' | 'rectify' | 'verify' | 'send_back' | 'close' | 'reopen' | 'shelve' | 'resume' | 'cancel'
type Named = { id: string; name: string }
type Value = {
  value: string | null; qualifier: 'exact' | 'at_least' | 'nearly' | 'about'; unnumbered: number; postings: number
  numerator: string | null; denominator: string | null
}
type Row = {
  id: string; number: string; title: string; place: string; area: Named; category: { code: string; name: string }; lead: Named | null
  state: State; tag: State | Fact; deadline: string | null; late: boolean; source: Source; thumb: string | null; version: number
}

export interface components {
  schemas: {
    Named: Named
    CaseState: State
    CaseFact: Fact
    CaseSource: Source
    CaseVerb: Verb
    SignIn: { login: string; password: string }
    SessionView: {
      account: string; person: Named; must_change_password: boolean; acting?: string | null; verbs: string[]; home_area: Named | null
      positions: { id: string; title: string; org: Named; area: Named }[]
      installation: { name?: string; demo?: boolean; public_url: string | null; plain_transport?: boolean }
      now: string; today: string
    }
    SessionRow: { id: string; created_at: string; seen_at: string; agent: string; current: boolean }
    Area: {
      id: string; code: string; name: string; level: string; kind?: string; parent: string | null; path: string
      boundary?: { type: 'Polygon'; coordinates: number[][][] } | { type: 'MultiPolygon'; coordinates: number[][][][] } | null
      centre?: number[] | null
    }
    Organisation: { id: string; code: string; name: string; short_name: string; parent: string | null; path: string; area: string; kind: string }
    Category: {
      code: string; name: string; name_en: string; parent: string | null; line: string; leaf: boolean; spot: boolean
      limit_words: string | null; photos: number[]
    }
    CaseAsk: {
      view?: string; q?: string; state?: string; category?: string; area?: string; org?: string
      source?: string; from?: string; to?: string; after?: string; limit?: number
    }
    CaseRow: Row
    CasePage: { items: Row[]; next: string | null; totals: { count: number; overdue: number; shelved: number } }
    CaseCounts: { for_me: number; open: number; due_today: number; overdue: number; public: number }
    CaseStage: {
      stage: 'dispatch' | 'accept' | 'handle' | 'verify'; from: string; to: string | null; minutes: number
      limit_words: string | null; deadline: string | null; running: boolean
    }
    CasePhoto: { id: string; role: 'before' | 'after' | 'verify'; added_at: string; distance_m: number | null; cycle: number }
    CaseStep: {
      id: string; verb: Verb; from: State | null; to: State; at: string; org: Named | null; person: Named | null
      reason: string | null; by_rule: boolean; cycle: number
    }
    CaseView: Omit<Row, 'thumb'> & {
      description: string; position: { lon: number; lat: number } | null; registered_by: Named; found_at: string; closed_at: string | null
      verifier: Named | null; facts: Fact[]; cycle: number; rework: number; reported_at: string
      stages: S['CaseStage'][]; photos: S['CasePhoto'][]; moves: S['CaseStep'][]
      allowed: { verb: Verb; needs: ('reason' | 'photo' | 'org')[] }[]; barred: { verb: Verb; rule: string }[]
    }
    NewCase: {
      title: string; category: string; area: string; place: string
      position: { lon: number; lat: number; accuracy_m?: number; datum?: 'wgs84' | 'gcj02' } | null
      description?: string; photos: string[]; found_at?: string; source: Source
    }
    CaseMove: { version: number; reason?: string; org?: string; photos?: string[] }
    Suggestion: { org: Named | null; block: Named | null; line: Named | null; limit_words: string | null; deadline: string | null }
    FileView: { id: string; media: string; width: number; height: number; bytes: number }
    Metric: {
      code: string; name: string; name_en: string; kind: string; unit: string; unit_en: string; decimals: number; dims: string[]
      numerator: string[]; denominator: string[]; better: 'up' | 'down' | 'none'; words: string; words_en: string
    }
    Month: { period: string; value: string | null }
    Figure: Value & {
      metric: S['Metric']; area: Named; org: Named | null; period: string; first_day: string; last_day: string
      before: S['Month'] | null; months: S['Month'][]; unsealed: number
    }
    Value: Value
    SplitRow: Value & { key: string | null; name: string | null }
    Split: { by: string; rows: S['SplitRow'][]; total: Value }
    Posting: {
      id: string; seq: number | null; metric: string; day: string; recorded_at: string; quantity: string | null; qualifier: string
      area: Named | null; org: Named | null; source: { kind: string; id: string; label: string } | null
      reverses: string | null; reversed_by: string | null
    }
    PostingPage: { items: S['Posting'][]; next: string | null; count: number; sums: Record<string, string>; hidden: number }
    WaitingItem: { id: string; kind: string; record: string; verb: Verb; title: string; detail: string; due: string | null; late: boolean }
    Waiting: { groups: { group: 'due_today' | 'this_week' | 'later'; items: S['WaitingItem'][] }[]; count: number }
  }
}
