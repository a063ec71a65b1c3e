export { type Bundled, bundledCompletions, listBundled } from './bundled.ts'
export { answerSeparator, BadAnswers, importAnswers, splitAnswers } from './client/answers-text.ts'
export { BadCompletions, type CompletionFile, parseCompletions, readCompletions } from './client/completion-file.ts'
export { type CompletionLog, OtherCollection, openLog } from './client/completion-log.ts'
export {
  type AnswerRecord,
  type CompletionHead,
  completionFormat,
  type FailureReason,
  type FailureRecord,
  type Revision,
  revisions,
  type SamplingParameters,
  type Tokens,
  type Verdicts,
} from './client/completion-records.ts'
export { FileBusy } from './client/file-lock.ts'
export { type JudgeBoth, judgeBoth } from './client/judge-both.ts'
export { rejudge } from './client/rejudge.ts'
export { type Tally, tally } from './client/tally.ts'
export { grammarText } from './grammar-text.ts'
export { NoPython, type Prompt, type PromptFor, promptFor, promptHash, type Style, styles } from './prompt.ts'
export { type Call, type PythonForms, pythonForms } from './python-forms.ts'
