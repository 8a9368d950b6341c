import LessonRuntime
import Attention
import AttentionAdapters
__lessonBegin()
#sourceLocation(file: "cell-0", line: 1)
import Foundation
#sourceLocation(file: "lesson", line: 1)
__lessonStatement(0, 1)
#sourceLocation(file: "cell-0", line: 2)
let a = 1 ∿ __lessonInput(0)
#sourceLocation(file: "lesson", line: 1)
__lessonStatement(0, 2)
#sourceLocation(file: "cell-0", line: 2)
           var b = 2
#sourceLocation(file: "cell-0", line: 3)
func twice(_ x: Int) -> Int { 2 * x }
#sourceLocation(file: "lesson", line: 1)
do {
#sourceLocation(file: "lesson", line: 1)
__lessonStatement(0, 4)
#sourceLocation(file: "cell-0", line: 4)
                                                                                                                                                                                                                                                               __lessonDisplay(0,
  twice(
    a)
)
#sourceLocation(file: "lesson", line: 1)
__lessonBind(0, "a", a)
#sourceLocation(file: "lesson", line: 1)
__lessonFollow { __lessonBind($0, "b", b) }
#sourceLocation(file: "lesson", line: 1)
__lessonBind(0, "twice", twice(_:) as (Int) -> Int)
#sourceLocation(file: "lesson", line: 1)
__lessonCellEnded(0)
#sourceLocation(file: "lesson", line: 1)
__lessonExpression(0)
#sourceLocation(file: "expression-0", line: 1)
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                               __lessonEvaluate(0,                                                                                                                                                                                                                                             a + b
)
#sourceLocation(file: "lesson", line: 1)
__lessonStatement(1, 0)
#sourceLocation(file: "lesson", line: 1)
}
#sourceLocation(file: "cell-1", line: 1)
b += 1
#sourceLocation(file: "lesson", line: 1)
do {
#sourceLocation(file: "lesson", line: 1)
__lessonStatement(1, 1)
#sourceLocation(file: "cell-1", line: 1)
                                                                                                                                                                                                                                                               __lessonRecord(1, 1,
b
)
#sourceLocation(file: "lesson", line: 1)
__lessonStatement(1, 2)
#sourceLocation(file: "lesson", line: 1)
}
#sourceLocation(file: "cell-1", line: 3)
let (c, _) = (b, a)
#sourceLocation(file: "lesson", line: 1)
do {
#sourceLocation(file: "lesson", line: 1)
__lessonStatement(1, 3)
#sourceLocation(file: "cell-1", line: 3)
                                                                                                                                                                                                                                                               __lessonDisplay(1,
print(c)
)
#sourceLocation(file: "lesson", line: 1)
__lessonBind(1, "c", c)
#sourceLocation(file: "lesson", line: 1)
__lessonCellEnded(1)
#sourceLocation(file: "lesson", line: 1)
}
#sourceLocation(file: "lesson", line: 1)
do {
#sourceLocation(file: "lesson", line: 1)
__lessonStatement(2, 0)
#sourceLocation(file: "cell-2", line: 1)
let a = "inner"
#sourceLocation(file: "lesson", line: 1)
do {
#sourceLocation(file: "lesson", line: 1)
__lessonStatement(2, 1)
#sourceLocation(file: "cell-2", line: 1)
                                                                                                                                                                                                                                                               __lessonDisplay(2,
a
)
#sourceLocation(file: "lesson", line: 1)
__lessonBind(2, "a", a)
#sourceLocation(file: "lesson", line: 1)
}
#sourceLocation(file: "lesson", line: 1)
}
#sourceLocation(file: "lesson", line: 1)
do {
#sourceLocation(file: "lesson", line: 1)
__lessonBind(2, "a", a)
#sourceLocation(file: "lesson", line: 1)
__lessonCellEnded(2)
#sourceLocation(file: "lesson", line: 1)
}
#sourceLocation(file: "lesson", line: 1)
if __lessonRunsCrashCell(3) {
#sourceLocation(file: "lesson", line: 1)
do {
#sourceLocation(file: "lesson", line: 1)
__lessonStatement(3, 0)
#sourceLocation(file: "cell-3", line: 1)
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                               __lessonDisplay(3,                                                                                                                                                                                                                                              [a][7]
)
#sourceLocation(file: "lesson", line: 1)
__lessonEndCrashCell(3)
#sourceLocation(file: "lesson", line: 1)
}
#sourceLocation(file: "lesson", line: 1)
}
#sourceLocation(file: "lesson", line: 1)
__lessonEnd()
#sourceLocation()
