export { grammarText } from './grammar-text.ts'
export { NoPython, type Prompt, type PromptFor, promptFor, promptHash, type Style, styles } from './prompt.ts'
export { type Call, type PythonForms, pythonForms } from './python-forms.ts'
