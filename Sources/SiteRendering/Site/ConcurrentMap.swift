import Dispatch
import Synchronization

/// What `make` gives for 0, 1, 2 …, in that order, made on all cores.
func concurrentMap<Value: Sendable>(count: Int, _ make: @Sendable (Int) -> Value) -> [Value] {
  let values = Mutex([Value?](repeating: nil, count: count))
  DispatchQueue.concurrentPerform(iterations: count) { index in
    let value = make(index)
    values.withLock { $0[index] = value }
  }
  return values.withLock { $0.compactMap(\.self) }
}
