//! Short names for the wire's types; pages use these and never the schema itself.
import type { components, paths } from './schema'

type Schemas = components['schemas']

export type Named = Schemas['Named']
export type SessionView = Schemas['SessionView'] & { installation: { name?: string; demo?: boolean } }
export type SessionRow = Schemas['SessionRow']
export type CasePage = Schemas['CasePage']
export type Area = Schemas['AreaView']
export type Organisation = Schemas['OrganisationView']
export type Category = Schemas['CategoryView']
export type CaseState = Schemas['State']
export type CaseFact = Schemas['Fact']
export type CaseTag = CaseState | CaseFact
export type CaseVerb = Schemas['Verb']
export type CaseSource = Schemas['Source']
export type CaseAsk = NonNullable<paths['/api/cases']['get']['parameters']['query']>
export type CaseRow = Schemas['CaseRow']
export type CaseCounts = Schemas['CaseCounts']
export type CaseGroups = Schemas['CaseGroups']
export type CaseGroup = Schemas['CaseGroup']
export type CaseView = Schemas['CaseView']
export type CaseStage = Schemas['StageView']
export type CasePhoto = Schemas['PhotoView']
export type CaseStep = Schemas['MoveView']
export type CaseMove = Schemas['StepRequest']
export type NewCase = Schemas['ReportRequest']
export type FileView = Schemas['FileView']
export type Metric = Schemas['MetricView']
export type Month = Schemas['PeriodValue']
export type Figure = Schemas['FigureView']
export type Split = Schemas['SplitView']
export type Value = Schemas['ValueView']
export type SplitRow = Schemas['SplitRow']
export type Posting = Schemas['PostingView']
export type PostingPage = Schemas['PostingPage']
export type Waiting = Schemas['WaitingView']
export type WaitingItem = Schemas['WaitingItem']
export type Report = Schemas['ReportView']
export type ReportRow = Schemas['ReportRow']
export type ReportStep = Schemas['ReportStep']
export type Block = Schemas['BlockView']
export type ChartContent = Extract<Schemas['Content'], { kind: 'chart' }>
export type Run = Schemas['Run']
export type Live = Schemas['Live']
export type WrittenRun = Schemas['WrittenRun']
export type SheetAsk = NonNullable<paths['/api/reports/sheets/{kind}']['get']['parameters']['query']>
