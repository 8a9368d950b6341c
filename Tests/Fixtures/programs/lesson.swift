import LessonRuntime
import Attention
import AttentionAdapters
let __lesson = __LessonProgram()
#sourceLocation(file: "cell-0", line: 1)
import Foundation
#sourceLocation(file: "lesson", line: 1)
__lesson.statement(0, 1)
#sourceLocation(file: "cell-0", line: 2)
let a = 1 ∿ __lesson.input(0)
#sourceLocation(file: "lesson", line: 1)
__lesson.statement(0, 2)
#sourceLocation(file: "cell-0", line: 2)
           var b = 2
#sourceLocation(file: "cell-0", line: 3)
func twice(_ x: Int) -> Int { 2 * x }
#sourceLocation(file: "lesson", line: 1)
do {
#sourceLocation(file: "lesson", line: 1)
__lesson.statement(0, 4)
#sourceLocation(file: "cell-0", line: 4)
                                                                                                                                                                                                                                                               __lesson.display(0,
  twice(
    a)
)
#sourceLocation(file: "lesson", line: 1)
__lesson.bind(0, "a", a)
#sourceLocation(file: "lesson", line: 1)
__lesson.follow { __lesson.bind($0, "b", b) }
#sourceLocation(file: "lesson", line: 1)
__lesson.bind(0, "twice", twice(_:) as (Int) -> Int)
#sourceLocation(file: "lesson", line: 1)
__lesson.cellEnded(0)
#sourceLocation(file: "lesson", line: 1)
__lesson.expression(0)
#sourceLocation(file: "expression-0", line: 1)
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                               __lesson.evaluate(0,                                                                                                                                                                                                                                            a + b
)
#sourceLocation(file: "lesson", line: 1)
__lesson.statement(1, 0)
#sourceLocation(file: "lesson", line: 1)
}
#sourceLocation(file: "cell-1", line: 1)
b += 1
#sourceLocation(file: "lesson", line: 1)
do {
#sourceLocation(file: "lesson", line: 1)
__lesson.statement(1, 1)
#sourceLocation(file: "cell-1", line: 1)
                                                                                                                                                                                                                                                               __lesson.record(1, 1,
b
)
#sourceLocation(file: "lesson", line: 1)
__lesson.statement(1, 2)
#sourceLocation(file: "lesson", line: 1)
}
#sourceLocation(file: "cell-1", line: 3)
let (c, _) = (b, a)
#sourceLocation(file: "lesson", line: 1)
do {
#sourceLocation(file: "lesson", line: 1)
__lesson.statement(1, 3)
#sourceLocation(file: "cell-1", line: 3)
                                                                                                                                                                                                                                                               __lesson.display(1,
print(c)
)
#sourceLocation(file: "lesson", line: 1)
__lesson.bind(1, "c", c)
#sourceLocation(file: "lesson", line: 1)
__lesson.cellEnded(1)
#sourceLocation(file: "lesson", line: 1)
}
#sourceLocation(file: "lesson", line: 1)
do {
#sourceLocation(file: "lesson", line: 1)
__lesson.statement(2, 0)
#sourceLocation(file: "cell-2", line: 1)
let a = "inner"
#sourceLocation(file: "lesson", line: 1)
do {
#sourceLocation(file: "lesson", line: 1)
__lesson.statement(2, 1)
#sourceLocation(file: "cell-2", line: 1)
                                                                                                                                                                                                                                                               __lesson.display(2,
a
)
#sourceLocation(file: "lesson", line: 1)
__lesson.bind(2, "a", a)
#sourceLocation(file: "lesson", line: 1)
}
#sourceLocation(file: "lesson", line: 1)
}
#sourceLocation(file: "lesson", line: 1)
do {
#sourceLocation(file: "lesson", line: 1)
__lesson.bind(2, "a", a)
#sourceLocation(file: "lesson", line: 1)
__lesson.cellEnded(2)
#sourceLocation(file: "lesson", line: 1)
}
#sourceLocation(file: "lesson", line: 1)
if __lesson.runsCrashCell(3) {
#sourceLocation(file: "lesson", line: 1)
do {
#sourceLocation(file: "lesson", line: 1)
__lesson.statement(3, 0)
#sourceLocation(file: "cell-3", line: 1)
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                               __lesson.display(3,                                                                                                                                                                                                                                             [a][7]
)
#sourceLocation(file: "lesson", line: 1)
__lesson.endCrashCell(3)
#sourceLocation(file: "lesson", line: 1)
}
#sourceLocation(file: "lesson", line: 1)
}
#sourceLocation(file: "lesson", line: 1)
__lesson.end()
#sourceLocation()
