import { karel, minigrid } from '@cairn/domains'
import { expect, test } from 'vitest'
import { judge, type PathVerdict } from '../verdict.ts'

function python(code: string, { language } = karel): PathVerdict {
  return judge(`\`\`\`python\n${code}\n\`\`\``, language, 'strict').python!
}

/** The body of run, indented as it should be. */
function body(...lines: readonly string[]): string {
  return ['def run():', ...lines.map((line) => `    ${line}`)].join('\n')
}

const either = 'IFELSE c( frontIsClear c) i( move i) ELSE e( turnLeft e)'

test.each([
  ['a sequence', body('move()', 'turnLeft()'), 'move turnLeft'],
  ['a loop', body('while frontIsClear():', '    move()'), 'WHILE c( frontIsClear c) w( move w)'],
  ['repetition', body('for _ in range(4):', '    move()'), 'REPEAT R=4 r( move r)'],
  ['no repetition', body('for i in range(0):', '    move()'), 'REPEAT R=0 r( move r)'],
  ['for ever', body('while True:', '    move()'), 'REPEAT R=19 r( move r)'],
  ['for ever in other words', body('while not (not True):', '    move()'), 'REPEAT R=19 r( move r)'],
  ['never', body('while not True:', '    move()'), 'REPEAT R=0 r( move r)'],
  ['a branch on a constant', body('if not True:', '    move()'), 'IF c( not c( True c) c) i( move i)'],
  ['not before and', body('if not frontIsClear() and leftIsClear(): move()'), not('frontIsClear', 'leftIsClear')],
  [
    'not of both',
    body('if not (frontIsClear() and leftIsClear()): move()'),
    'IF c( not c( and c( frontIsClear c) c( leftIsClear c) c) c) i( move i)',
  ],
  [
    'and before or',
    body('if frontIsClear() or leftIsClear() and rightIsClear(): move()'),
    'IF c( or c( frontIsClear c) c( and c( leftIsClear c) c( rightIsClear c) c) c) i( move i)',
  ],
  [
    'elif as an if in the else',
    body('if frontIsClear():', '    move()', 'elif leftIsClear():', '    turnLeft()', 'else:', '    turnRight()'),
    'IFELSE c( frontIsClear c) i( move i) ELSE e( IFELSE c( leftIsClear c) i( turnLeft i) ELSE e( turnRight e) e)',
  ],
  [
    'elif without else',
    body('if frontIsClear():', '    move()', 'elif leftIsClear():', '    turnLeft()'),
    'IFELSE c( frontIsClear c) i( move i) ELSE e( IF c( leftIsClear c) i( turnLeft i) e)',
  ],
  ['an empty line in a body', body('while frontIsClear():', '    move()', '', '    turnLeft()'), loop('move turnLeft')],
  ['an empty line before else', body('if frontIsClear():', '    move()', '', 'else:', '    turnLeft()'), either],
  [
    'comments',
    body('# look for a marker', 'move()  # if there is one', '# while or else', 'turnLeft()'),
    'move turnLeft',
  ],
  ['a comment that is not indented', 'def run():\n# a\n    move()', 'move'],
  ['a text that says what run does', body('"""Walks, while it can."""', 'move()'), 'move'],
  ['statements on one line', body('move(); turnLeft();'), 'move turnLeft'],
  ['bodies on one line', body('if frontIsClear(): move()', 'else: turnLeft()'), either],
  ['blanks in odd places', body('while (frontIsClear ( )) :', '    move ()  '), loop('move')],
  ['two blanks of indentation', 'def run():\n  while frontIsClear():\n    move()', loop('move')],
  ['tabs', 'def run():\n\twhile frontIsClear():\n\t\tmove()', loop('move')],
  ['a block that is indented', '   def run():\n     while frontIsClear():\n       move()', loop('move')],
  ['other line ends', 'def run():\r\n    move()\r\n    turnLeft()\r', 'move turnLeft'],
  ['a type', 'def run() -> None:\n    move()', 'move'],
])('%s is read', (_, code, expected) => {
  expect(python(code)).toEqual({ ok: true, text: `DEF run m( ${expected} m)` })
})

function not(first: string, second: string): string {
  return `IF c( and c( not c( ${first} c) c) c( ${second} c) c) i( move i)`
}

function loop(statements: string): string {
  return `WHILE c( frontIsClear c) w( ${statements} w)`
}

test('arguments of perceptions are read, also those that are never drawn', () => {
  const asked = (call: string) => python(body(`while not ${call}:`, '    left()'), minigrid)
  expect(asked('front_object_type("door")').text).toContain('front_object_type h( door h)')
  expect(asked("front_object_type('goal')").text).toContain('front_object_type h( goal h)')
  expect(asked('front_object_type(door)').reason).toContain('takes one text in quotes')
  expect(asked('front_object_type(type="door")').reason).toContain('takes one text in quotes')
  expect(asked('front_object_type()').reason).toContain('takes one of "lava"')
  expect(asked('front_object_type("doors")').reason).toContain('got "doors"')
  expect(asked('front_object_type("door", "ball")').reason).toContain('got "door", "ball"')
})

// Line and column in the answer; its first line opens the block.
test.each([
  ['a count that would have to be cut', body('for i in range(20):', '    move()'), 3, 20, 'repeats 0 to 19 times'],
  ['a negative count', body('for i in range(-1):', '    move()'), 3, 19, 'one whole number from 0 to 19'],
  [
    'a range with a start',
    body('for i in range(1, 5):', '    move()'),
    3,
    19,
    'range(1, 5): expected one whole number',
  ],
  ['a count that is a variable', body('for i in range(n):', '    move()'), 3, 19, 'range(n): expected one whole'],
  ['a loop over a list', body('for i in [1, 2]:', '    move()'), 3, 14, 'for goes over range(n)'],
  ['a variable', body('x = 3', 'move()'), 3, 5, 'there are no variables'],
  ['a sum', body('move()', 'x += 1'), 4, 5, 'there are no variables'],
  ['a helper', `def turn():\n    turnLeft()\n\n${body('turn()')}`, 2, 1, 'run() is all that may be defined'],
  ['a call of run', `${body('move()')}\n\nrun()`, 5, 1, 'run() is all that may be defined or done'],
  ['an import', `import karel\n${body('move()')}`, 2, 1, 'run() is all that may be defined or done'],
  ['an inner function', body('def f():', '    move()', 'move()'), 3, 5, 'the only function that may be defined'],
  ['an argument of run', 'def run(agent):\n    move()', 2, 9, 'run() takes no arguments'],
  ['break', body('while frontIsClear():', '    break'), 4, 9, 'there is no break'],
  ['continue', body('while frontIsClear():', '    continue'), 4, 9, 'there is no continue'],
  ['return', body('move()', 'return'), 4, 5, 'there is no return'],
  ['pass', body('if frontIsClear():', '    pass'), 4, 9, 'there is no pass'],
  ['a comparison', body('if frontIsClear() == True:', '    move()'), 3, 8, 'there are no comparisons'],
  ['is not', body('if frontIsClear() is not True:', '    move()'), 3, 8, 'there are no comparisons'],
  ['a number as condition', body('while 1:', '    move()'), 3, 11, 'a condition is made of calls of perceptions'],
  ['a walrus', body('while (x := frontIsClear()):', '    move()'), 3, 12, 'a condition is made of'],
  ['an if in an expression', body('move() if frontIsClear() else turnLeft()'), 3, 5, 'run() is made of actions'],
  [
    'the else of a loop',
    body('while frontIsClear():', '    move()', 'else:', '    move()'),
    5,
    5,
    'a loop has no else',
  ],
  ['an unknown action', body('movee()'), 3, 5, 'movee() is not an action; did you mean move()?'],
  ['one that is like none', body('jumpAround()'), 3, 5, 'there is move, turnLeft, turnRight, putMarker, pickMarker'],
  ['an unknown perception', body('while backIsClear():', '    move()'), 3, 11, 'did you mean leftIsClear()?'],
  ['an action as condition', body('if move():', '    move()'), 3, 8, 'move() is an action and is no condition'],
  ['a perception as statement', body('frontIsClear()'), 3, 5, 'is a perception and does nothing as a statement'],
  ['an action that is not called', body('move'), 3, 5, 'has to be called: move()'],
  ['a perception that is not called', body('if frontIsClear:', '    move()'), 3, 8, 'has to be called: frontIsClear()'],
  ['an argument too many', body('move(2)'), 3, 10, 'move() takes no argument, got "2"'],
  ['a method', body('karel.move()'), 3, 5, 'called by their bare names'],
  ['two calls in one statement', body('move(), move()'), 3, 11, 'one call per statement'],
  ['no body', 'def run():', 2, 11, 'this is not Python: something is missing at the end'],
  ['a text and nothing else', body('"walk"'), 2, 10, 'run() does nothing'],
  ['a text without an end', body('"walk', 'move()'), 3, 5, 'run() is made of actions'],
  ['what is no Python', body('move() turnLeft()'), 3, 12, 'this is not Python: "turnLeft" cannot stand here'],
  ['a line indented too much', body('move()', '    move()'), 4, 9, 'indented in another way than it should be'],
  ['tabs and blanks', 'def run():\n    if frontIsClear():\n\tmove()', 4, 1, 'by tabs and by blanks'],
  ['a body that is not indented', '  def run():\n  move()', 3, 1, 'indented no more than the first'],
  ['a backslash', body('while \\', '    frontIsClear(): move()'), 3, 11, 'ends with a backslash'],
  ['too many brackets', body(`if ${'('.repeat(200)}frontIsClear()${')'.repeat(200)}: move()`), 3, 109, 'more than 100'],
])('%s is rejected, with its place and a reason', (_, code, line, column, reason) => {
  const verdict = python(code)
  expect(verdict.ok).toBe(false)
  expect([verdict.line, verdict.column]).toEqual([line, column])
  expect(verdict.reason).toContain(reason)
})

test('a program need not be within the limits of the language', () => {
  expect(python(body(...Array(50).fill('move()'))).text).toHaveLength('DEF run m( m)'.length + 50 * 'move '.length)
})
