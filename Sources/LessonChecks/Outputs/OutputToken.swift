/// A piece of an output: a number, a scalar of anything else, or the `…` by which an author leaves something open.
enum OutputToken: Hashable {
  case number(PrintedNumber)
  /// Scalars, not characters: `é` may be one or two, and those are different texts.
  case scalar(Unicode.Scalar)
  case anything
}
