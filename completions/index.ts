export { type Bundled, bundledCompletions, listBundled } from './bundled.ts'
export { answerSeparator, BadAnswers, importAnswers, splitAnswers } from './client/answers-text.ts'
export { type Ask, type ChatOptions, chatWith, type Reply, RequestFailed } from './client/chat.ts'
export { type Clock, systemClock } from './client/clock.ts'
export {
  type CollectOptions,
  type CollectProgress,
  type CollectResult,
  type CollectTools,
  collect,
} from './client/collect.ts'
export { BadCompletions, type CompletionFile, parseCompletions, readCompletions } from './client/completion-file.ts'
export { type CompletionLog, OtherCollection, openLog } from './client/completion-log.ts'
export {
  type AnswerRecord,
  type CompletionHead,
  completionFormat,
  type FailureReason,
  type FailureRecord,
  type RevisedFile,
  type Revision,
  revisions,
  type SamplingParameters,
  type Tokens,
  type Verdicts,
} from './client/completion-records.ts'
export { BadEndpoint, type Endpoint, endpointAt, keyFrom, openaiUrl, withoutSecrets } from './client/endpoint.ts'
export { FileBusy, lockFile } from './client/file-lock.ts'
export { type JudgeBoth, judgeBoth } from './client/judge-both.ts'
export { rejudge } from './client/rejudge.ts'
export { type RetryOptions, retryDefaults } from './client/retry.ts'
export { type Caps, noTokens, type Prices, plus, Spending } from './client/spending.ts'
export { type Tally, tally } from './client/tally.ts'
export { reached, type Target } from './client/targets.ts'
export { type PythonicRecord, pythonicSuite } from './conformance/pythonic.ts'
export { grammarText } from './grammar-text.ts'
export { NoPython, type Prompt, type PromptFor, promptFor, promptHash, type Style, styles } from './prompt.ts'
export { printPython } from './python/print-python.ts'
export { type Call, type PythonForms, pythonForms } from './python-forms.ts'
export { chooseAsReference } from './reference-choice.ts'
export { type Revised, revisedPrograms } from './revised-programs.ts'
export { mostSteps, NoActiveLines, type RevisionFor, revisionPrompt, type ScoredProgram } from './revision.ts'
export { type Converter, converters, judge, longestAnswer, type PathVerdict, type Verdict } from './verdict.ts'
