import LessonRuntime
import Attention
import AttentionAdapters
#sourceLocation(file: "lesson", line: 1)
__lessonBegin("+statement 0 1\nstatement 0 2\nstatement 0 4\ndisplay 0\nbind 0 a\nfollow b\nbind 0 twice\n+end 0\n+expression 0\nevaluate 0\n+statement 1 0\nstatement 1 1\nrecord 1 1\n+statement 1 2\nstatement 1 3\ndisplay 1\nbind 1 c\n+end 1\n+statement 2 0\nstatement 2 1\ndisplay 2\nbind 2 a\nbind 2 a\n+end 2\ncrash 3\n+statement 3 0\ndisplay 3\ncrash-end 3\n+program-end")
#sourceLocation(file: "cell-0", line: 1)
import Foundation
#sourceLocation(file: "cell-0", line: 2)
let a = 1 ∿ __lessonInput(0)
#sourceLocation(file: "lesson", line: 1)
__lessonReport()
#sourceLocation(file: "cell-0", line: 2)
           var b = 2
#sourceLocation(file: "cell-0", line: 3)
func twice(_ x: Int) -> Int { 2 * x }
#sourceLocation(file: "lesson", line: 1)
do {
#sourceLocation(file: "lesson", line: 1)
__lessonReport()
#sourceLocation(file: "cell-0", line: 4)
                                                                                                                                                                                                                                                               __lessonDisplay(
  twice(
    a)
)
#sourceLocation(file: "lesson", line: 1)
__lessonBind(a)
#sourceLocation(file: "lesson", line: 1)
__lessonFollow { __lessonBind(b) }
#sourceLocation(file: "lesson", line: 1)
__lessonBind(twice(_:) as (Int) -> Int)
#sourceLocation(file: "expression-0", line: 1)
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                               __lessonEvaluate(                                                                                                                                                                                                                                               a + b
)
#sourceLocation(file: "lesson", line: 1)
}
#sourceLocation(file: "cell-1", line: 1)
b += 1
#sourceLocation(file: "lesson", line: 1)
do {
#sourceLocation(file: "lesson", line: 1)
__lessonReport()
#sourceLocation(file: "cell-1", line: 1)
                                                                                                                                                                                                                                                               __lessonRecord(
b
)
#sourceLocation(file: "lesson", line: 1)
}
#sourceLocation(file: "cell-1", line: 3)
let (c, _) = (b, a)
#sourceLocation(file: "lesson", line: 1)
do {
#sourceLocation(file: "lesson", line: 1)
__lessonReport()
#sourceLocation(file: "cell-1", line: 3)
                                                                                                                                                                                                                                                               __lessonDisplay(
print(c)
)
#sourceLocation(file: "lesson", line: 1)
__lessonBind(c)
#sourceLocation(file: "lesson", line: 1)
}
#sourceLocation(file: "lesson", line: 1)
do {
#sourceLocation(file: "cell-2", line: 1)
let a = "inner"
#sourceLocation(file: "lesson", line: 1)
do {
#sourceLocation(file: "lesson", line: 1)
__lessonReport()
#sourceLocation(file: "cell-2", line: 1)
                                                                                                                                                                                                                                                               __lessonDisplay(
a
)
#sourceLocation(file: "lesson", line: 1)
__lessonBind(a)
#sourceLocation(file: "lesson", line: 1)
}
#sourceLocation(file: "lesson", line: 1)
}
#sourceLocation(file: "lesson", line: 1)
__lessonBind(a)
#sourceLocation(file: "lesson", line: 1)
if __lessonRunsCrashCell() {
#sourceLocation(file: "lesson", line: 1)
do {
#sourceLocation(file: "cell-3", line: 1)
                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                                               __lessonDisplay(                                                                                                                                                                                                                                                [a][7]
)
#sourceLocation(file: "lesson", line: 1)
__lessonEndCrashCell()
#sourceLocation(file: "lesson", line: 1)
}
#sourceLocation(file: "lesson", line: 1)
}
#sourceLocation()
