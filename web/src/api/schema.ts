//! The wire: every route with its query, body and answer, in the shape that `openapi-typescript` writes.

type Json<T> = { content: { 'application/json': T } }
type Answers<T> = { 200: { headers: Record<string, unknown> } & Json<T> }
type Params<Q, P> = { query?: Q; header?: { 'Idempotency-Key'?: string }; cookie?: never } & ([P] extends [never] ? { path?: never } : { path: P })
type Get<R, Q = never, P = never> = { parameters: Params<Q, P>; requestBody?: never; responses: Answers<R> }
type Send<B, R, P = never> = { parameters: Params<never, P>; requestBody: Json<B>; responses: Answers<R> }
type Id = { id: string }
type FigureAsk = { area?: string; org?: string; period?: string; as_of?: number }

export interface paths {
  '/api/session': { get: Get<S['SessionView']>; post: Send<S['SignInRequest'], void>; delete: Get<void> }
  '/api/session/password': { post: Send<{ old: string; new: string }, void> }
  '/api/sessions': { get: Get<S['SessionRow'][]> }
  '/api/sessions/{id}': { delete: Get<void, never, Id> }
  '/api/areas': { get: Get<S['AreaView'][]> }
  '/api/organisations': { get: Get<S['OrganisationView'][]> }
  '/api/categories': { get: Get<S['CategoryView'][]> }
  '/api/cases': { get: Get<S['CasePage'], S['CaseAsk']>; post: Send<S['ReportRequest'], S['CaseView']> }
  '/api/cases/counts': { get: Get<S['CaseCounts'], S['CaseAsk']> }
  '/api/cases/suggest': { get: Get<S['SuggestView'], { category: string; area: string }> }
  '/api/cases/{id}': { get: Get<S['CaseView'], never, Id> }
  '/api/cases/{id}/{verb}': { post: Send<S['StepRequest'], S['CaseView'], Id & { verb: string }> }
  '/api/files': { post: { parameters: Params<never, never>; requestBody: { content: { 'multipart/form-data': FormData } }; responses: Answers<S['FileView']> } }
  '/api/metrics': { get: Get<S['MetricView'][]> }
  '/api/figures/{metric}': { get: Get<S['FigureView'], FigureAsk, { metric: string }> }
  '/api/figures/{metric}/split': { get: Get<S['SplitView'], FigureAsk & { by: string }, { metric: string }> }
  '/api/figures/{metric}/postings': { get: Get<S['PostingPage'], FigureAsk & { after?: string }, { metric: string }> }
  '/api/waiting': { get: Get<S['WaitingView']> }
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
    State: State
    Fact: Fact
    Source: Source
    Verb: Verb
    SignInRequest: { login: string; password: string }
    SessionView: {
      account: string; person: Named; must_change_password: boolean; acting?: string | null; verbs: string[]; home_area: Named | null
      positions: { id: string; title: string; org: Named; area: Named }[]
      installation: { name?: string; demo?: boolean; public_url: string | null; plain_transport?: boolean }
      now: string; today: string
    }
    SessionRow: { id: string; created_at: string; seen_at: string; agent: string; current: boolean }
    AreaView: {
      id: string; code: string; name: string; level: string; kind?: string; parent: string | null; path: string
      boundary?: { type: 'Polygon'; coordinates: number[][][] } | { type: 'MultiPolygon'; coordinates: number[][][][] } | null
      centre?: number[] | null
    }
    OrganisationView: { id: string; code: string; name: string; short_name: string; parent: string | null; path: string; area: string; kind: string }
    CategoryView: {
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
    StageView: {
      stage: 'dispatch' | 'accept' | 'handle' | 'verify'; from: string; to: string | null; minutes: number
      limit_words: string | null; deadline: string | null; running: boolean
    }
    PhotoView: { id: string; role: 'before' | 'after' | 'verify'; added_at: string; distance_m: number | null; cycle: number }
    MoveView: {
      id: string; verb: Verb; from: State | null; to: State; at: string; org: Named | null; person: Named | null
      reason: string | null; by_rule: boolean; cycle: number
    }
    CaseView: Omit<Row, 'thumb'> & {
      description: string; position: { lon: number; lat: number } | null; registered_by: Named; found_at: string; closed_at: string | null
      verifier: Named | null; facts: Fact[]; cycle: number; rework: number; reported_at: string
      stages: S['StageView'][]; photos: S['PhotoView'][]; moves: S['MoveView'][]
      allowed: { verb: Verb; needs: ('reason' | 'photo' | 'org')[] }[]; barred: { verb: Verb; rule: string }[]
    }
    ReportRequest: {
      title: string; category: string; area: string; place: string
      position: { lon: number; lat: number; accuracy_m?: number; datum?: 'wgs84' | 'gcj02' } | null
      description?: string; photos: string[]; found_at?: string; source: Source
    }
    StepRequest: { version: number; reason?: string; org?: string; photos?: string[] }
    SuggestView: { org: Named | null; block: Named | null; line: Named | null; limit_words: string | null; deadline: string | null }
    FileView: { id: string; media: string; width: number; height: number; bytes: number }
    MetricView: {
      code: string; name: string; name_en: string; kind: string; unit: string; unit_en: string; decimals: number; dims: string[]
      numerator: string[]; denominator: string[]; better: 'up' | 'down' | 'none'; words: string; words_en: string
      headline: number | null
    }
    PeriodValue: { period: string; value: string | null }
    FigureView: Value & {
      metric: S['MetricView']; area: Named; org: Named | null; period: string; first_day: string; last_day: string
      before: S['PeriodValue'] | null; months: S['PeriodValue'][]; unsealed: number
      seal: { seq: number; head: string; sealed_at: string } | null
    }
    ValueView: Value
    PartView: Value & { key: string | null; name: string | null }
    SplitView: { by: string; rows: S['PartView'][]; total: Value }
    PostingView: {
      id: string; seq: number | null; metric: string; day: string; recorded_at: string; quantity: string | null; qualifier: string
      area: Named | null; org: Named | null; source: { kind: string; id: string; label: string } | null
      reverses: string | null; reversed_by: string | null
    }
    PostingPage: { items: S['PostingView'][]; next: string | null; count: number; sums: Record<string, string>; hidden: number }
    WaitingItem: { id: string; kind: string; record: string; verb: Verb; title: string; detail: string; due: string | null; late: boolean }
    WaitingView: { groups: { group: 'due_today' | 'this_week' | 'later'; items: S['WaitingItem'][] }[]; count: number }
  }
}
