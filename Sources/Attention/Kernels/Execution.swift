internal import CAttentionKernels

/// How attention is computed: with which instructions, and on how many threads. The choice doesn't affect any bit of the result.
///
///     Execution.$current.withValue(Execution(threads: 1)) {
///       scaledDotProductAttention(query: q, key: k, value: v)
///     }
public struct Execution: Sendable, Hashable {
  /// A set of vector instructions. If the machine doesn't have it, the widest one that it has is used.
  public enum InstructionSet: Int32, Sendable, Hashable, CaseIterable, Comparable {
    /// The compiler's default for the processor; NEON on ARM.
    case portable
    case avx2
    case avx512

    /// The widest set of this machine.
    public static let widest = InstructionSet(rawValue: attention_widest_instruction_set()) ?? .portable

    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  }

  /// The number of this machine's processors.
  public static let processors = Int(attention_processors())

  /// The execution of calls: the whole machine, unless `$current.withValue` sets another.
  @TaskLocal public static var current = Execution()

  public var instructionSet: InstructionSet
  /// The largest number of threads. Small problems use one.
  public var threads: Int
  /// Whether to use the readable form in Swift, against which the kernels are tested.
  package var isReference = false

  /// - Parameters:
  ///   - instructionSet: By default the widest of this machine.
  ///   - threads: By default as many as there are processors.
  /// - Precondition: `threads` is positive.
  public init(instructionSet: InstructionSet = .widest, threads: Int = Execution.processors) {
    require(threads > 0, "Execution: the number of threads must be positive, but it is \(threads)")
    self.instructionSet = instructionSet
    self.threads = threads
  }

  /// The readable form.
  package static var reference: Execution {
    var execution = Execution(threads: 1)
    execution.isReference = true
    return execution
  }
}
