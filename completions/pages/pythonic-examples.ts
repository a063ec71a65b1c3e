/** A piece of Python and what it shows; of Karel unless `minigrid`. */
export interface Example {
  readonly what: string
  /** The body of run(), or all of the block when `whole`. */
  readonly code: string
  readonly whole?: true
  readonly minigrid?: true
}

/** What strict takes, besides what prompts ask for. */
export const accepted: readonly Example[] = [
  { what: 'a row of actions', code: 'move()\nturnLeft()' },
  { what: 'while', code: 'while not markersPresent():\n    move()' },
  { what: 'if, else', code: 'if frontIsClear():\n    move()\nelse:\n    turnLeft()' },
  { what: 'repetition', code: 'for i in range(4):\n    move()' },
  { what: 'an argument', code: 'while front_object_type("ball"):\n    left()', minigrid: true },
  { what: 'elif: an if in the else', code: 'if frontIsClear():\n    move()\nelif leftIsClear():\n    turnLeft()' },
  { what: 'and, or, brackets', code: 'if frontIsClear() and not (leftIsClear() or rightIsClear()):\n    move()' },
  { what: 'for ever: as often as the language can say', code: 'while True:\n    move()' },
  { what: 'never', code: 'while False:\n    move()' },
  { what: 'a branch on a constant', code: 'if True:\n    move()' },
  { what: 'comments, a text at the beginning', code: '"""Walks."""\n# a step\nmove()  # one' },
  { what: 'empty lines in a body', code: 'while frontIsClear():\n    move()\n\n    turnLeft()' },
  { what: 'bodies on the line of their head', code: 'if frontIsClear(): move(); turnLeft()' },
  { what: 'two blanks or tabs', code: 'def run():\n  while frontIsClear():\n    move()', whole: true },
  { what: 'a type of the result', code: 'def run() -> None:\n    move()', whole: true },
]

/** What strict does not take. */
export const rejected: readonly Example[] = [
  { what: 'a count out of reach', code: 'for i in range(20):\n    move()' },
  { what: 'a range with a start', code: 'for i in range(1, 5):\n    move()' },
  { what: 'a count that is a name', code: 'for i in range(n):\n    move()' },
  { what: 'a loop over something else', code: 'for i in [1, 2]:\n    move()' },
  { what: 'a variable', code: 'steps = 3\nmove()' },
  { what: 'a comparison', code: 'if frontIsClear() == True:\n    move()' },
  { what: 'a number as condition', code: 'while 1:\n    move()' },
  { what: 'break', code: 'while frontIsClear():\n    break' },
  { what: 'continue', code: 'while frontIsClear():\n    continue' },
  { what: 'return', code: 'move()\nreturn' },
  { what: 'pass', code: 'if frontIsClear():\n    pass' },
  { what: 'the else of a loop', code: 'while frontIsClear():\n    move()\nelse:\n    move()' },
  { what: 'a function of its own', code: 'def turn():\n    turnLeft()\n\ndef run():\n    turn()', whole: true },
  { what: 'a function inside', code: 'def f():\n    move()\nf()' },
  { what: 'a call of run', code: 'def run():\n    move()\n\nrun()', whole: true },
  { what: 'an import', code: 'import karel\n\ndef run():\n    move()', whole: true },
  { what: 'an argument of run', code: 'def run(agent):\n    agent.move()', whole: true },
  { what: 'a method', code: 'karel.move()' },
  { what: 'an unknown action', code: 'movee()' },
  { what: 'an unknown action, far from any', code: 'jumpAround()' },
  { what: 'an unknown perception', code: 'while backIsClear():\n    move()' },
  { what: 'an action as condition', code: 'if move():\n    move()' },
  { what: 'a perception as statement', code: 'frontIsClear()' },
  { what: 'an action that is not called', code: 'move' },
  { what: 'a perception that is not called', code: 'if frontIsClear:\n    move()' },
  { what: 'an argument too many', code: 'move(2)' },
  { what: 'an argument without quotes', code: 'if front_object_type(ball):\n    left()', minigrid: true },
  { what: 'an unknown argument', code: 'if front_object_type("cat"):\n    left()', minigrid: true },
  { what: 'two calls in one statement', code: 'move(), move()' },
  { what: 'an empty run', code: '"""Walks."""' },
  { what: 'what is no Python', code: 'move() turnLeft()' },
  { what: 'wrong indentation', code: 'move()\n    move()' },
  { what: 'tabs and blanks', code: 'def run():\n    if frontIsClear():\n\tmove()', whole: true },
]

/** What both converters take, but not alike; or only one of them. */
export const traps: readonly Example[] = [
  { what: '`forward` contains `for`', code: 'forward()', minigrid: true },
  { what: 'of `and` the last operand stays', code: 'if frontIsClear() and leftIsClear():\n    move()' },
  { what: '`not` anywhere negates what stays', code: 'if not frontIsClear() or leftIsClear():\n    move()' },
  {
    what: '`elif` becomes an if of its own',
    code: 'if frontIsClear():\n    move()\nelif leftIsClear():\n    turnLeft()',
  },
  { what: 'an empty line ends a nested body', code: 'while frontIsClear():\n    move()\n\n    turnLeft()' },
  { what: 'and before `else` it ends the branch', code: 'if frontIsClear():\n    move()\n\nelse:\n    turnLeft()' },
  { what: 'a count is cut to what there is', code: 'for i in range(50):\n    move()' },
  { what: 'a comparison with True', code: 'while frontIsClear() == True:\n    move()' },
  { what: 'a comparison with False', code: 'if frontIsClear() == False:\n    move()' },
  { what: 'a comment', code: 'move()  # a step' },
  { what: 'a body on the line of its head', code: 'if frontIsClear(): move()' },
  { what: 'two blanks', code: 'def run():\n  while frontIsClear():\n    move()', whole: true },
  { what: 'the first line is not looked at', code: 'def go(agent):\n    move()', whole: true },
  { what: 'pass', code: 'if frontIsClear():\n    pass' },
]

/** Texts in the language, where an answer has such: how strict and compat differ. */
export const texts: readonly { readonly what: string; readonly text: string }[] = [
  { what: 'closing brackets of another kind', text: 'DEF run m( WHILE c( frontIsClear ) w( move ) )' },
  { what: 'no brackets around a condition', text: 'DEF run m( WHILE frontIsClear w( move w) m)' },
  { what: 'IF with ELSE', text: 'DEF run m( IF c( frontIsClear c) i( move i) ELSE e( turnLeft e) m)' },
  { what: 'IFELSE without ELSE', text: 'DEF run m( IFELSE c( frontIsClear c) i( move i) m)' },
  { what: 'calls', text: 'DEF run m( move() turnLeft() m)' },
  { what: 'a count out of reach', text: 'DEF run m( REPEAT R=50 r( move r) m)' },
  { what: 'a loop over a constant', text: 'DEF run m( WHILE c( True c) w( move w) m)' },
  { what: 'more after the end', text: 'DEF run m( move m) which walks' },
  { what: 'a second program', text: 'DEF run m( move m)\nDEF run m( turnLeft m)' },
  { what: 'lower case', text: 'DEF run m( while c( frontIsClear c) w( move w) m)' },
  { what: 'a count in another form', text: 'DEF run m( REPEAT 5 r( move r) m)' },
  { what: 'the end is missing', text: 'DEF run m( move turnLeft' },
  { what: 'nothing that begins like a program', text: 'WHILE c( frontIsClear c) w( move w)' },
]
