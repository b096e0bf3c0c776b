//! The wire: every route with its query, body and answer, in the shape that `openapi-typescript` writes.

type Json<T> = { content: { 'application/json': T } }
type Answers<T> = { 200: { headers: Record<string, unknown> } & Json<T> }
type Params<Q, P> = { query?: Q; header?: { 'Idempotency-Key'?: string }; cookie?: never } & ([P] extends [never] ? { path?: never } : { path: P })
type Get<R, Q = never, P = never> = { parameters: Params<Q, P>; requestBody?: never; responses: Answers<R> }
type Send<B, R, P = never> = { parameters: Params<never, P>; requestBody: Json<B>; responses: Answers<R> }
type Id = { id: string }
type FigureAsk = { area?: string; org?: string; period?: string; as_of?: number }

export interface paths {
  '/api/session': { get: Get<S['SessionView']>; post: Send<S['SignIn'], S['SessionView']>; delete: Get<void> }
  '/api/session/password': { post: Send<{ old: string; new: string }, S['SessionView']> }
  '/api/sessions': { get: Get<S['SessionRow'][]> }
  '/api/sessions/{id}': { delete: Get<void, never, Id> }
  '/api/areas': { get: Get<S['Area'][]> }
  '/api/organisations': { get: Get<S['Organisation'][]> }
  '/api/categories': { get: Get<S['Category'][]> }
  '/api/cases': { get: Get<S['CasePage'], S['CaseAsk']>; post: Send<S['NewCase'], S['CaseView']> }
  '/api/cases/counts': { get: Get<S['CaseCounts']> }
  '/api/cases/suggest': { get: Get<S['Suggestion'], { category: string; area?: string }> }
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
type Verb = 'register' | 'reject' | 'dispatch' | 'accept' | 'return' | 'rectify' | 'verify' | 'send_back' | 'close' | 'reopen' | 'shelve' | 'resume' | 'cancel'
type Named = { id: string; name: string }
type Part = { metric: S['Metric']; value: string | null }
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
      account: string; person: Named; must_change_password: boolean; acting: string | null; verbs: string[]; home_area: Named | null
      positions: { id: string; title: string; org: Named; area: Named }[]
      installation: { name: string; demo: boolean; public_url: string | null; plain_transport: boolean }
      now: string; today: string
    }
    SessionRow: { id: string; created_at: string; seen_at: string; agent: string; current: boolean }
    Area: {
      id: string; code: string; name: string; level: string; kind?: string; parent: string | null; path: string
      boundary?: { type: 'Polygon'; coordinates: number[][][] } | { type: 'MultiPolygon'; coordinates: number[][][][] }
      centre?: number[]
    }
    Organisation: { id: string; code: string; name: string; short_name: string; parent: string | null; path: string; area: Named; kind: string }
    Category: { code: string; name: string; parent: string | null; line: string; leaf: boolean; spot: boolean; limit_words: string }
    CaseAsk: {
      view?: string; q?: string; state?: string; fact?: string; category?: string; area?: string; org?: string
      source?: string; from?: string; to?: string; after?: string; limit?: number
    }
    CaseRow: Row
    CasePage: { items: Row[]; next: string | null; totals: { count: number; overdue: number; supervised: number; shelved: number } }
    CaseCounts: { for_me: number; open: number; due_today: number; overdue: number; supervised: number; public: number }
    CaseStage: {
      stage: 'dispatch' | 'accept' | 'handle' | 'verify'; from: string; to: string | null; minutes: number
      limit_words: string | null; deadline: string | null; running: boolean
    }
    CasePhoto: { id: string; role: 'before' | 'after' | 'verify' | 'place'; taken_at: string | null; distance_m: number | null; cycle: number }
    CaseStep: {
      id: string; verb: Verb; from: State | null; to: State; at: string; org: Named | null; person: Named | null
      reason: string | null; by_rule: boolean; cycle: number
    }
    CaseView: Row & {
      description: string | null; position: { lon: number; lat: number } | null; registered_by: Named | null; cooperating: Named[]
      verifier: Named | null; facts: Fact[]; cycle: number; rework: number; reported_at: string
      stages: S['CaseStage'][]; photos: S['CasePhoto'][]; moves: S['CaseStep'][]
      allowed: { verb: Verb; needs: ('reason' | 'photo' | 'org')[] }[]; barred: { verb: Verb; rule: string }[]
    }
    NewCase: {
      id: string; title: string; category: string; area: string | null; place: string
      position: { lon: number; lat: number; accuracy_m?: number; datum?: 'wgs84' | 'gcj02' } | null
      description?: string; photos: string[]; found_at?: string; source: Source
    }
    CaseMove: { version: number; reason?: string; org?: string; photos?: string[] }
    Suggestion: { org: Named | null; because: { block: Named | null; line: string | null }; limit_words: string | null }
    FileView: {
      id: string; media: string; width: number; height: number; bytes: number; taken_at: string | null
      position: { lon: number; lat: number } | null
    }
    Metric: {
      code: string; name: string; name_en: string; kind: string; unit: string; decimals: number; dims: string[]
      parts?: { numerator: string; denominator: string } | null; better: 'up' | 'down' | null; words: string
    }
    Month: { period: string; value: string | null }
    Figure: {
      metric: S['Metric']; area: Named; org: Named | null; period: string; first_day: string; last_day: string; value: string | null
      qualifier: 'exact' | 'at_least' | 'nearly' | 'about'; unnumbered: number; postings: number
      numerator?: Part; denominator?: Part; before: S['Month']; months: S['Month'][]
      seal: { seq: number; head: string; sealed_at: string } | null; unsealed: number
    }
    SplitRow: { key: Named; value: string | null; numerator?: string | null; denominator?: string | null }
    Split: { rows: S['SplitRow'][]; total: Omit<S['SplitRow'], 'key'> }
    Posting: {
      id: string; seq: number | null; metric: string; day: string; recorded_at: string; quantity: string | null; qualifier: string
      area: Named; org: Named | null; source: { kind: string; id: string; label: string | null; readable: boolean }
      reverses: string | null; reversed_by: string | null
    }
    PostingPage: { items: S['Posting'][]; next: string | null; count: number; sum: string; hidden: number }
    WaitingItem: { id: string; kind: 'case'; record: string; verb: Verb; title: string; detail: string; due: string | null; late: boolean }
    Waiting: { groups: { group: 'due_today' | 'this_week' | 'later'; items: S['WaitingItem'][] }[]; count: number }
  }
}
