internal import CAttentionKernels

/// How attention is computed: with which instructions, and on how many threads. No choice of kernels changes a bit of the
/// result.
///
///     Execution.$current.withValue(Execution(threads: 1)) {
///       scaledDotProductAttention(query: q, key: k, value: v)
///     }
public struct Execution: Sendable, Hashable {
  /// What the processor's registers hold at once. One that the machine doesn't have is replaced by its widest.
  public enum InstructionSet: Int32, Sendable, Hashable, CaseIterable, Comparable {
    /// The compiler's own for the processor: on ARM, NEON.
    case portable
    case avx2
    case avx512

    /// The widest of this machine.
    public static let widest = InstructionSet(rawValue: attention_widest_instruction_set()) ?? .portable

    public static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }
  }

  /// The number of this machine's processors.
  public static let processors = Int(attention_processors())

  /// What calls use: the whole machine, unless `$current.withValue` says else.
  @TaskLocal public static var current = Execution()

  public var instructionSet: InstructionSet
  /// At most so many threads; small problems use one.
  public var threads: Int
  /// Whether the readable form in Swift computes, which the kernels are tested against.
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
